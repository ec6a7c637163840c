import { useSchedule } from '../api/queries'
import type { Firing } from '../api/types'
import { Answer, Empty } from '../parts/notes'
import { State, type Tone } from '../parts/state'
import { At } from '../parts/time'
import { shortRun, words } from '../parts/words'
import { Link } from '../route/place'

const TONES: Record<string, Tone> = {
  started: 'done',
  waiting: 'run',
  refused: 'bad',
  partly: 'warn',
  missed: 'warn',
  overlapped: 'warn',
}

/** The times of a schedule that came, the newest first, with what became of each. */
export function Firings({ schedule }: { schedule: string }) {
  const found = useSchedule(schedule)
  return (
    <Answer of={found} lines={3}>
      {({ firings = [] }) =>
        firings.length === 0 ? (
          <Empty>It has not fired yet.</Empty>
        ) : (
          <ol className="firings" aria-label={`Times of ${schedule}`}>
            {firings.map(firing => (
              <li key={firing.fired_at}>
                <At time={firing.fired_at} seconds />
                <State kind={firing.outcome} tone={TONES[firing.outcome] ?? 'calm'} text={words(firing.outcome)} />
                <span className="faint">{firing.cause === 'schedule' ? 'by the clock' : `by ${firing.cause}`}</span>
                <Starts of={firing} />
              </li>
            ))}
          </ol>
        )
      }
    </Answer>
  )
}

function Starts({ of }: { of: Firing }) {
  return (
    <span className="wrap">
      {of.starts.map(start => (
        <span key={start.server ?? ''} className="firing-start">
          {start.server}{' '}
          {start.run_id ? (
            <Link href={`/runs/${start.run_id}`} className="mono small">
              {shortRun(start.run_id)}
            </Link>
          ) : (
            <span className="faint">
              {words(start.outcome)}
              {start.message && `: ${start.message}`}
            </span>
          )}{' '}
        </span>
      ))}
    </span>
  )
}
