/** All domain types in one import: accounts, grants, activity, credentials, reviews, verdicts. */

export * from './words/access.ts'
export * from './words/activity.ts'
export * from './words/credential.ts'
export * from './words/kept-in-file.ts'
export * from './words/notice.ts'
export * from './words/review.ts'
export * from './words/snapshot.ts'
export * from './words/verdict.ts'
