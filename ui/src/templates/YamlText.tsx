import { memo } from 'react'
import { pieces } from './highlight'

const Line = memo(function Line({ text }: { text: string }) {
  return (
    <>
      {pieces(text).map((piece, i) => (
        <span key={i} className={`y-${piece.kind}`}>
          {piece.text}
        </span>
      ))}
      {'\n'}
    </>
  )
})

/** YAML in its colours, to read. */
export function YamlText({ text }: { text: string }) {
  return (
    <pre className="yaml" tabIndex={0}>
      {text
        .replace(/\n$/, '')
        .split('\n')
        .map((line, i) => (
          <Line key={i} text={line} />
        ))}
    </pre>
  )
}
