/** The words of the house as types: what an account, a grant, an activity, a verdict is. This is the list of them. */

export * from './words/access.ts'
export * from './words/activity.ts'
export * from './words/credential.ts'
export * from './words/review.ts'
export * from './words/verdict.ts'
