import type { Problem } from '../api/types'
import { Mark } from '../parts/state'
import { fixOf } from './fix'

type Props = {
  problems: Problem[]
  text: string
  placed: Map<string, string>
  onChoose: (id: string) => void
  onFix: (text: string) => void
}

/** What the service finds wrong, with its line, its node, and a fix where the words have one. */
export function Problems({ problems, text, placed, onChoose, onFix }: Props) {
  if (problems.length === 0) return null
  return (
    <ul className="problems" aria-label="Problems" aria-live="polite">
      {problems.map(problem => {
        const fix = fixOf(text, problem)
        const id = [...placed].find(([, message]) => message === problem.message)?.[0]
        return (
          <li key={`${problem.line}:${problem.column} ${problem.message}`}>
            <Mark tone="bad" />
            <span className="num faint">{problem.line ? `line ${problem.line}` : ''}</span>
            <span className="wrap">{problem.message}</span>
            {id && (
              <button type="button" onClick={() => onChoose(id)}>
                Show
              </button>
            )}
            {fix && (
              <button type="button" onClick={() => onFix(fix.text)}>
                {fix.label}
              </button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
