import type { Compliance as Row } from '../api/types'
import { words } from '../parts/words'
import { Link } from '../route/place'

/** How each type of server stands against its baseline; numbers and versions lead to the servers. */
export function Compliance({ rows }: { rows: Row[] }) {
  return (
    <table className="table compliance">
      <thead>
        <tr>
          <th scope="col">Type</th>
          <th scope="col">Component</th>
          <th scope="col">Baseline</th>
          <th scope="col">Share</th>
          <th scope="col" className="right">
            In
          </th>
          <th scope="col" className="right">
            Out
          </th>
          <th scope="col" className="right">
            Not read
          </th>
          <th scope="col">Versions</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={`${row.device_type} ${row.component}`}>
            <td data-label="Type">
              <Link className="mono" href={`/fleet?q=${encodeURIComponent(`type:${row.device_type}`)}`}>
                {row.device_type}
              </Link>
            </td>
            <td data-label="Component">{words(row.component)}</td>
            <td data-label="Baseline" className="mono">
              {row.wanted ?? <span className="faint">none wanted</span>}
            </td>
            <td data-label="Share">
              <Share row={row} />
            </td>
            <td data-label="In" className="right num">
              {row.in_baseline}
            </td>
            <td data-label="Out" className={row.out_of_baseline ? 'right num warn-ink' : 'right num'}>
              {row.out_of_baseline}
            </td>
            <td data-label="Not read" className="right num">
              {row.unknown}
            </td>
            <td data-label="Versions">
              <Versions row={row} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Share({ row }: { row: Row }) {
  const whole = row.in_baseline + row.out_of_baseline + row.unknown || 1
  const width = (n: number) => ({ inlineSize: `${(100 * n) / whole}%` })
  return (
    <span
      className="share"
      role="img"
      aria-label={`${row.in_baseline} in, ${row.out_of_baseline} out, ${row.unknown} not read`}
    >
      {row.wanted && <span className="share-in" style={width(row.in_baseline)} />}
      <span className="share-out" style={width(row.out_of_baseline)} />
    </span>
  )
}

function Versions({ row }: { row: Row }) {
  if (row.versions.length === 0) return <span className="faint">none read yet</span>
  return (
    <span className="version-list">
      {row.versions.map(({ version, count, servers }) => (
        <Link
          key={version}
          title={servers.slice(0, 20).join(', ')}
          href={`/fleet?q=${encodeURIComponent(`type:${row.device_type} ${row.component}:${version}`)}`}
        >
          <span className="mono">{version}</span> <span className="faint num">{count}</span>
        </Link>
      ))}
    </span>
  )
}
