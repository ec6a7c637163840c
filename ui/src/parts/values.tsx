import { plain } from './words'

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Names and values as they came, nested ones indented. */
export function Values({ of }: { of: unknown }) {
  if (!isMap(of)) return <span className="mono wrap">{plain(of)}</span>
  const entries = Object.entries(of).filter(([, value]) => value !== null && value !== undefined)
  if (entries.length === 0) return <span className="faint">nothing</span>
  return (
    <dl className="values">
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Value of={value} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Value({ of }: { of: unknown }) {
  if (Array.isArray(of)) {
    if (of.length === 0) return <span className="faint">none</span>
    if (of.every(each => !isMap(each))) return <span className="mono wrap">{of.map(plain).join(', ')}</span>
    return (
      <>
        {of.map((each, i) => (
          <Values key={i} of={each} />
        ))}
      </>
    )
  }
  return isMap(of) ? <Values of={of} /> : <span className="mono wrap">{plain(of)}</span>
}
