import { memo, useRef } from 'react'
import type { Problem } from '../api/types'
import { pieces } from '../templates/highlight'

const Line = memo(function Line({ text, n, bad, near }: { text: string; n: number; bad: boolean; near: boolean }) {
  return (
    <div className={`yaml-line${bad ? ' bad' : ''}${near ? ' near' : ''}`}>
      <span className="yaml-number">{n}</span>
      {pieces(text).map((piece, i) => (
        <span key={i} className={`y-${piece.kind}`}>
          {piece.text}
        </span>
      ))}
      {'\n'}
    </div>
  )
})

type Props = {
  text: string
  problems: Problem[]
  /** The lines of the chosen step. */
  near: [number, number] | null
  onText: (text: string) => void
  onLine: (line: number) => void
}

/** The file itself: a text field over the same text in its colours, with line numbers. */
export function YamlEdit({ text, problems, near, onText, onLine }: Props) {
  const field = useRef<HTMLTextAreaElement>(null)
  const bad = new Set(problems.map(problem => problem.line))
  const lines = text.split('\n')
  const caret = () => {
    const at = field.current?.selectionStart ?? 0
    onLine(text.slice(0, at).split('\n').length)
  }
  return (
    <div className="yaml-edit">
      <div className="yaml-sheet">
        <div className="yaml yaml-under" aria-hidden="true">
          {lines.map((line, i) => (
            <Line
              key={i}
              text={line}
              n={i + 1}
              bad={bad.has(i + 1)}
              near={!!near && i + 1 >= near[0] && i + 1 <= near[1]}
            />
          ))}
        </div>
        <textarea
          ref={field}
          className="yaml"
          aria-label="The template as YAML"
          value={text}
          rows={lines.length}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          wrap="off"
          onChange={event => onText(event.target.value)}
          onClick={caret}
          onKeyUp={event => event.key.startsWith('Arrow') && caret()}
        />
      </div>
    </div>
  )
}
