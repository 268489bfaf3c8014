/** What no audit can see of somebody's work: told to the person beside what it saw. */

/** Each stands for itself; the first ones are forgotten most often. */
export const NOT_OBSERVED: readonly string[] = [
  'what you read, and reviews that you did without leaving a trace',
  'mail, chat, calls, meetings, and help in private',
  'the security list, and reports that were handled outside GitHub',
  'work in other organisations or in repositories of your own, forks included, until it is proposed to this one',
  'releases made by hand on a package index, work on servers, web pages, domains and money',
  'commits under an e-mail address that your GitHub account does not know',
  'wikis, project boards, reactions, stars, votes',
  'repositories that the owners left out, or that GitHub does not show to this site; what was deleted',
]
