import { plain } from './words'

export type Change = { name: string; from: unknown; to: unknown; because?: string }

const text = (value: unknown) => typeof value === 'object' && value !== null

/** The changes in a result, wherever they stand in it: lists of things with a from and a to. */
export function changesIn(value: unknown): Change[] {
  if (Array.isArray(value)) return value.flatMap(changesIn)
  if (!text(value)) return []
  const map = value as Record<string, unknown>
  if ('to' in map && ('from' in map || 'before' in map)) {
    const name = map.setting ?? map.attribute ?? map.name ?? map.item ?? map.component ?? ''
    return [
      {
        name: plain(name),
        from: map.from ?? map.before,
        to: map.to,
        because: typeof map.because === 'string' ? map.because : undefined,
      },
    ]
  }
  if ('before' in map && 'after' in map && text(map.before) && text(map.after)) {
    const before = map.before as Record<string, unknown>
    const after = map.after as Record<string, unknown>
    return Object.keys(after)
      .filter(key => plain(before[key]) !== plain(after[key]))
      .map(key => ({ name: key, from: before[key], to: after[key] }))
  }
  return Object.values(map).flatMap(changesIn)
}

/** What was and what is. */
export function Changes({ of, titles = ['What', 'Before', 'After'] }: { of: Change[]; titles?: string[] }) {
  return (
    <table className="table changes">
      <thead>
        <tr>
          {titles.map(title => (
            <th scope="col" key={title}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {of.map((change, i) => (
          <tr key={i}>
            <td className="mono">{change.name}</td>
            <td className="mono was">{plain(change.from)}</td>
            <td>
              <span className="mono">{plain(change.to)}</span>
              {change.because && <span className="faint small"> because {change.because}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
