/** Exports the register's tables. */

export * from './schema/access.ts'
export * from './schema/activity.ts'
export * from './schema/audit-log.ts'
export * from './schema/audits.ts'
export * from './schema/history.ts'
export * from './schema/messages.ts'
export * from './schema/restorations.ts'
export * from './schema/reviews.ts'
export * from './schema/rules.ts'
export * from './schema/sign-in.ts'
export * from './schema/stale-access.ts'
export * from './schema/webhooks.ts'
