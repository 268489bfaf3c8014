/** Names the line of a file that keeps somebody's access: whoever is removed elsewhere is put back from there. */

/** One login in one file: `teams.yaml`, peribolos, Terraform and the like. */
export interface KeptInFile {
  /** Without its owner. */
  readonly repository: string
  readonly path: string
  readonly line: number
  /** As it stands there. */
  readonly login: string
  /** The page of that line. */
  readonly url: string
}
