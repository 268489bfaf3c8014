/**
 * Finds the files in which tools keep who has access: somebody who is removed only on GitHub comes back with the tool's next
 * run.
 */

import { type FileMention, shortened } from './file-mentions.ts'

/** A tool and the files it reads. `onlyIn`: where the path is a common one, it counts only in repositories of these names. */
interface AccessTool {
  readonly tool: string
  readonly paths: RegExp
  readonly onlyIn?: RegExp
}

/** The names of repositories in which an organisation usually keeps who has access. */
export const ACCESS_REPOSITORIES =
  /^\.?(github|permissions|people|org|orgs|access|access-control|clowarden|sheriff|peribolos|governance|teams|terraform|infra|infrastructure)(-.*)?$/i

/** By the documented names of their files. */
const TOOLS: readonly AccessTool[] = [
  // https://github.com/scientific-python/sync-teams-action; `.github/teams.yml` is read by other tools of this kind.
  { tool: 'sync-teams-action', paths: /^(\.github\/)?teams\.ya?ml$/ },
  // https://docs.prow.k8s.io/docs/components/cli-tools/peribolos; kubernetes/org spreads it over config/ORG/SIG.
  { tool: 'Peribolos', paths: /^((peribolos|org)\.ya?ml|config\/([^/]+\/){0,2}(org|teams)\.ya?ml)$/ },
  // https://github.com/cncf/clowarden
  { tool: 'CLOWarden', paths: /^access-control\.ya?ml$/ },
  // https://github.com/electron/sheriff#permissions-file; CLOWarden reads the same form.
  {
    tool: 'Sheriff',
    paths: /^(config|people)\.ya?ml$/,
    onlyIn: ACCESS_REPOSITORIES,
  },
  // https://github.com/repository-settings/app
  { tool: 'Settings', paths: /^\.github\/settings\.ya?ml$/ },
  { tool: 'Terraform', paths: /^[^/]+\.tf(vars)?$/ },
]

/** https://registry.terraform.io/providers/integrations/github/latest/docs */
const TERRAFORM_GRANTS = /\bgithub_(membership|team_membership|team_members|repository_collaborators?)\b/

/** The paths of a repository that may keep access. */
export function accessPathsIn(repository: string, paths: readonly string[]): readonly string[] {
  return paths.filter((path) =>
    TOOLS.some((tool) => tool.paths.test(path) && (tool.onlyIn?.test(repository) ?? true)),
  )
}

/**
 * Every line that names one of `logins` (in lower case) as a word. A line too many costs a removal by hand; a line too few lets
 * somebody come back.
 */
export function mentionsInAccessFiles(
  files: readonly { readonly path: string; readonly text: string }[],
  logins: ReadonlySet<string>,
): readonly FileMention[] {
  const isTerraform = ({ path }: { readonly path: string }) => /\.tf(vars)?$/.test(path)
  const hasGrants = files.some((file) => isTerraform(file) && TERRAFORM_GRANTS.test(file.text))
  return files
    .filter((file) => !isTerraform(file) || hasGrants)
    .flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, index) =>
        loginsIn(line, logins).map((login) => ({
          kind: 'access_file' as const,
          path,
          line: index + 1,
          login,
          account: null,
          text: shortened(line),
        })),
      ),
    )
}

function loginsIn(line: string, logins: ReadonlySet<string>): readonly string[] {
  const said = line.replace(/(^|\s)(#|\/\/).*$/, '')
  const named = [...said.matchAll(WORD)].flatMap(([word], at) => {
    const isKey = at === 0 && KEYS.test(word) && /^[\s"'-]*[\w-]+["']?\s*[:=]/.test(said)
    return !isKey && logins.has(word.toLowerCase()) ? [word] : []
  })
  return [...new Set(named)]
}

/** A word that may be a login: no part of a path, an address or a longer name. */
const WORD = /(?<![\w/.-])[a-z\d][\w-]*(\[bot\])?(?![\w/.@-])/gi
/** The files' own keys, before a colon: these are no logins. */
const KEYS =
  /^(name|users?|username|login|github|members?|maintainers?|admins?|owners?|teams?|roles?|permissions?|repos?|repositories|description|privacy|external_collaborators|collaborators)$/i
