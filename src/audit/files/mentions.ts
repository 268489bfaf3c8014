/** Makes mentions of the files of a few repositories: reads what the first query only named. */

import { type AskedFile, readNamedFiles } from '../../github/files/named-files.ts'
import type { RepositoryFiles, TextFile } from '../../github/files/repository-files.ts'
import { accessPathsIn, mentionsInAccessFiles } from '../../policy/access/access-files.ts'
import { codeOwnersIn } from '../../policy/access/code-owners.ts'
import { type FileMention, lineUrl, shortened } from '../../policy/access/file-mentions.ts'
import { scheduleIn } from '../../policy/access/scheduled-workflows.ts'
import { counted } from '../../policy/english.ts'
import type { Repository } from '../../register/access/repositories.ts'
import { type FilesRead, findHolderLogins } from '../../register/audits/file-mentions.ts'
import type { Run } from '../engine/stage.ts'

/** Of one repository; more are told as not read. */
const MOST_ACCESS_FILES = 40
const MOST_SCHEDULES = 20
/** An organisation's largest CODEOWNERS has some hundred lines. */
const MOST_MENTIONS = 3000

/** In the order of `repositories`, which are those that were shown. */
export async function filesOf(
  run: Run,
  repositories: readonly Repository[],
  shown: readonly RepositoryFiles[],
): Promise<readonly FilesRead[]> {
  const asked = shown.flatMap((files, at) => {
    const repository = repositories[at]
    return repository === undefined ? [] : [{ repository, files, ...askedOf(repository, files) }]
  })
  const named = await readNamedFiles(
    run.github,
    asked.flatMap(({ texts }) => texts),
    asked.flatMap(({ scheduled }) => scheduled),
  )
  const logins = asked.some(({ texts }) => texts.length > 0)
    ? await findHolderLogins(run.register, run.org.id)
    : new Set<string>()
  return asked.map(({ repository, files, tooMany }) => {
    const isHere = (file: AskedFile) => file.repository.id === repository.id
    const mentions = [
      ...named.edits
        .filter(isHere)
        .flatMap(({ path, editor }) => scheduleMention(files.workflows, path, editor)),
      ...(files.codeOwners === null ? [] : codeOwnersIn(files.codeOwners.path, files.codeOwners.text)),
      ...mentionsInAccessFiles(named.texts.filter(isHere), logins),
    ]
    const url = `${run.webUrl}/${run.org.login}/${repository.name}`
    return {
      repository: repository.id,
      mentions: mentions
        .slice(0, MOST_MENTIONS)
        .map((mention) => ({ ...mention, url: lineUrl(url, mention.path, mention.line) })),
      notRead: [
        ...files.notRead,
        ...named.notRead.filter(isHere).map(({ sentence }) => sentence),
        ...tooMany,
        ...(mentions.length > MOST_MENTIONS ? ['its files name more people than are looked at'] : []),
      ],
    }
  })
}

function askedOf(repository: Repository, { paths, workflows }: RepositoryFiles) {
  const ask = (path: string): AskedFile => ({ repository, path })
  const access = accessPathsIn(repository.name, paths)
  const scheduled = workflows.filter(({ text }) => scheduleIn(text) !== null).map(({ path }) => path)
  const more = Math.max(0, access.length - MOST_ACCESS_FILES) + Math.max(0, scheduled.length - MOST_SCHEDULES)
  return {
    texts: access.slice(0, MOST_ACCESS_FILES).map(ask),
    scheduled: scheduled.slice(0, MOST_SCHEDULES).map(ask),
    tooMany: more === 0 ? [] : [`${counted(more, 'further file')} were not looked at`],
  }
}

function scheduleMention(
  workflows: readonly TextFile[],
  path: string,
  editor: { readonly id: number; readonly login: string } | null,
): readonly FileMention[] {
  const schedule = scheduleIn(workflows.find((file) => file.path === path)?.text ?? '')
  if (schedule === null) return []
  const { line, text } = schedule
  const who = { login: editor?.login ?? '', account: editor?.id ?? null }
  return [{ kind: 'scheduled_workflow', path, line, text: shortened(text), ...who }]
}
