import { useOverview } from '../api/queries'
import { Link, usePlace } from '../route/place'

const PLACES = [
  ['/needs', 'Needs you', 'M8 2v7M8 12v1.5'],
  ['/fleet', 'Fleet', 'M3 3h10v3H3zM3 8h10v3H3zM3 13h10'],
  ['/runs', 'Runs', 'M3 4h6M3 8h10M3 12h4'],
  ['/templates', 'Templates', 'M4 2.5h5L12 6v7.5H4zM6.5 8.5h3M6.5 11h3'],
  [
    '/firmware',
    'Firmware',
    'M4.5 4.5h7v7h-7zM6.5 2v2.5M9.5 2v2.5M6.5 11.5V14M9.5 11.5V14M2 6.5h2.5M2 9.5h2.5M11.5 6.5H14M11.5 9.5H14',
  ],
  ['/schedules', 'Schedules', 'M8 2.5a5.5 5.5 0 1 0 .01 0M8 5v3.2l2.2 1.6'],
  ['/audit', 'Audit', 'M3.5 8.2l2.2 2.2L8.5 6M10 5h3M10 8h3M10 11h3'],
  ['/settings', 'Settings', 'M3 5h6M12 5h1M3 11h1M7 11h6M9 3.5v3M4.5 9.5v3'],
] as const

// what has no place of its own belongs to another's
const WITHIN: Record<string, string> = {
  '': '/needs',
  batches: '/runs',
  start: '/runs',
  history: '/runs',
  servers: '/fleet',
}

/** The eight places, each with its word. */
export function Rail() {
  const { path } = usePlace()
  const first = path.split('/')[1] ?? ''
  const place = WITHIN[first] ?? `/${first}`
  const needs = useOverview().data?.counts.needs_person ?? 0
  return (
    <nav className="rail" aria-label="Places">
      {PLACES.map(([href, name, drawn]) => {
        const here = place === href
        return (
          <Link key={href} href={href} className="rail-place" aria-current={here ? 'page' : undefined}>
            <svg viewBox="0 0 16 16" aria-hidden="true">
              <path d={drawn} />
            </svg>
            <span>{name}</span>
            {href === '/needs' && needs > 0 && <b className="rail-count">{needs}</b>}
          </Link>
        )
      })}
    </nav>
  )
}
