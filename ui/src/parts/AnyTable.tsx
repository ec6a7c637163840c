import { plain, sentence, words } from './words'

/** A list whose columns the service decides, in its order. */
export function AnyTable({
  rows,
  label,
  columns,
}: {
  rows: Record<string, unknown>[]
  label: string
  columns?: string[]
}) {
  const filled = (key: string) => rows.some(row => plain(row[key]) !== '–' && String(row[key]) !== '')
  const keys = (columns ?? [...new Set(rows.flatMap(row => Object.keys(row)))]).filter(filled)
  return (
    <div className="table-box">
      <table className="table" aria-label={label}>
        <thead>
          <tr>
            {keys.map(key => (
              <th scope="col" key={key}>
                {sentence(words(key))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {keys.map(key => (
                <td key={key} data-label={words(key)} className="wrap">
                  {Array.isArray(row[key]) ? (row[key] as unknown[]).map(plain).join(', ') : plain(row[key])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
