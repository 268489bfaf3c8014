/** The attack's command: it says what it does, takes no target, and refuses a class that there is not. */
import { expect, test } from 'vitest'
import { run } from '../fixtures/whole/run.ts'

const attack = (...args: string[]) => run('attack/attack.ts', args)

test('it tells its classes, and that it leaves this machine alone', async () => {
  const { code, stdout } = await attack('--help')
  expect(code).toBe(0)
  expect(stdout).toMatch(/crossing/)
  expect(stdout).toMatch(/takes no target/)
})

test('a target, a class that there is not and a seed that is no number are refused', async () => {
  for (const args of [
    ['--target', 'https://example.org'],
    ['--only', 'nothing'],
    ['--seed', 'x'],
  ]) {
    const { code, stderr } = await attack(...args)
    expect(code, args.join(' ')).toBe(1)
    expect(stderr).not.toBe('')
  }
})
