import type { Problem } from '../api/types'

export type Fix = { label: string; text: string }

/** What the problem's own words propose: the word that was meant, in the place of the unknown one. */
export function fixOf(text: string, problem: Problem): Fix | null {
  const meant = /'([^']+)'[^']*(?:'[^']*'[^']*)?, did you mean '([^']+)'\?/.exec(problem.message)
  if (!meant || !problem.line) return null
  const wrong = /'([^']+)', did you mean/.exec(problem.message)?.[1] ?? meant[1]
  const right = meant[2]
  const lines = text.split('\n')
  const line = lines[problem.line - 1]
  if (line === undefined || !wrong || !right) return null
  const from = line.indexOf(wrong, Math.max(0, (problem.column ?? 1) - 1))
  const at = from < 0 ? line.indexOf(wrong) : from
  if (at < 0) return null
  lines[problem.line - 1] = line.slice(0, at) + right + line.slice(at + wrong.length)
  return { label: `Use '${right}'`, text: lines.join('\n') }
}
