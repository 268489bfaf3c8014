/** A body for each operation that takes one: it would be taken from whoever may. */

export const BODIES: Readonly<Record<string, unknown>> = {
  '/api/proposals/{id}/comments': { text: 'x' },
  '/api/proposals/{id}/decisions': { decision: 'keep', until: '2027-01-01', reason: 'x' },
  '/api/proposals/{id}/identity': { way: 'x' },
  '/api/proposals/{id}/offboarding': { done: [] },
  '/api/orgs/{org}/accounts/{login}/erasure': { reason: 'organization' },
  '/api/proposals/{id}/notice': { way: 'mail' },
  '/api/orgs/{org}/reviews/{id}/announcement': { way: 'chat' },
  '/api/proposals/{id}/answers': { answer: 'step_down', toldBy: 'x' },
  '/api/orgs/{org}/settings': { windowMonths: 12 },
  '/api/orgs/{org}/pause': { paused: true },
  '/api/orgs/{org}/queue/stop': {},
  '/api/orgs/{org}/queue/start': {},
  '/api/orgs/{org}/audit-log': '[]',
  '/api/orgs/{org}/reviews/{id}/decisions': {
    proposals: [],
    decision: 'keep',
    until: '2027-01-01',
    reason: 'x',
  },
  '/api/orgs/{org}/reviews/{id}/grants': { team: 'x' },
  '/api/me/answers': { proposal: 'x', answer: 'still_needed' },
}
