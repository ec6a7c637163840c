import { Problem } from '../api/client'
import { useServers, useTable } from '../api/queries'
import { AnyTable } from '../parts/AnyTable'
import { Answer, Empty } from '../parts/notes'
import { Page } from '../parts/page'
import { Link } from '../route/place'
import { type Kind, kindsOf } from './compliance'

/** How the fleet stands against its baselines, and which images there are. */
export function FirmwarePage() {
  const servers = useServers()
  const catalog = useTable('/firmware/catalog')
  return (
    <Page title="Firmware">
      <section className="panel">
        <h2>Against the baseline</h2>
        <Answer of={servers}>
          {all => (all.length === 0 ? <Empty>No server is known yet.</Empty> : <Compliance kinds={kindsOf(all)} />)}
        </Answer>
      </section>
      <section className="panel">
        <h2>Images in the catalogue</h2>
        {catalog.error instanceof Problem && catalog.error.status === 404 ? (
          <Empty>{catalog.error.detail}</Empty>
        ) : (
          <Answer of={catalog}>
            {images =>
              images.length === 0 ? (
                <Empty>
                  The catalogue is empty. <code>hwauto firmware catalog add FILE</code> puts an image into it.
                </Empty>
              ) : (
                <AnyTable
                  rows={images}
                  label="Images"
                  columns={[
                    'vendor',
                    'component',
                    'version',
                    'boards',
                    'device_types',
                    'severity',
                    'disruption',
                    'file',
                  ].filter(key => images.some(image => image[key] !== undefined))}
                />
              )
            }
          </Answer>
        )}
      </section>
    </Page>
  )
}

function Compliance({ kinds }: { kinds: Kind[] }) {
  return (
    <table className="table compliance">
      <thead>
        <tr>
          <th scope="col">Type</th>
          <th scope="col">Share</th>
          <th scope="col" className="right">
            In
          </th>
          <th scope="col" className="right">
            Out
          </th>
          <th scope="col" className="right">
            Not known
          </th>
          <th scope="col">BIOS</th>
          <th scope="col">BMC</th>
        </tr>
      </thead>
      <tbody>
        {kinds.map(kind => (
          <tr key={kind.name}>
            <td data-label="Type" className="mono">
              {kind.name || <span className="faint">no type yet</span>}
            </td>
            <td data-label="Share">
              <Share kind={kind} />
            </td>
            <td data-label="In" className="right num">
              <Count kind={kind} state="in_baseline" />
            </td>
            <td data-label="Out" className="right num">
              <Count kind={kind} state="out_of_baseline" />
            </td>
            <td data-label="Not known" className="right num">
              <Count kind={kind} state="unknown" />
            </td>
            <td data-label="BIOS">
              <Versions kind={kind} of={kind.bios} column="bios" />
            </td>
            <td data-label="BMC">
              <Versions kind={kind} of={kind.bmc} column="bmc" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const typed = (kind: Kind) => (kind.name ? `type:${kind.name}` : 'type:none')

function Count({ kind, state }: { kind: Kind; state: 'in_baseline' | 'out_of_baseline' | 'unknown' }) {
  const n = kind[state]
  if (n === 0) return <span className="faint">0</span>
  return (
    <Link href={`/fleet?q=${encodeURIComponent(`${typed(kind)} firmware:${state}`)}`}>{n.toLocaleString('en')}</Link>
  )
}

function Share({ kind }: { kind: Kind }) {
  const width = (n: number) => ({ inlineSize: `${(100 * n) / kind.servers}%` })
  return (
    <span
      className="share"
      role="img"
      aria-label={`${kind.in_baseline} in, ${kind.out_of_baseline} out, ${kind.unknown} not known`}
    >
      <span className="share-in" style={width(kind.in_baseline)} />
      <span className="share-out" style={width(kind.out_of_baseline)} />
      <span className="share-unknown" style={width(kind.unknown)} />
    </span>
  )
}

function Versions({ kind, of, column }: { kind: Kind; of: [string, number][]; column: string }) {
  if (of.length === 0) return <span className="faint">not read yet</span>
  return (
    <span className="version-list">
      {of.slice(0, 4).map(([version, n]) => (
        <Link key={version} href={`/fleet?q=${encodeURIComponent(`${typed(kind)} ${column}:${version}`)}`}>
          <span className="mono">{version}</span> <span className="faint num">{n}</span>
        </Link>
      ))}
      {of.length > 4 && <span className="faint">and {of.length - 4} others</span>}
    </span>
  )
}
