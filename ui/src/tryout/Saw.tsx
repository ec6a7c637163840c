import type { TryOut } from '../api/types'
import { Mark } from '../parts/state'
import { duration } from '../parts/time'
import { count, sentence, words } from '../parts/words'

/** What people want to know of a server that was worked on; the rest stands in the list. */
const TOLD: [string, string, string][] = [
  ['reset', 'reset', 'resets'],
  ['power_on', 'power-on', 'power-ons'],
  ['commission', 'commissioning', 'commissionings'],
  ['bios_applied', 'BIOS change', 'BIOS changes'],
  ['firmware_written', 'flash', 'flashes'],
  ['bmc_moved', 'move of the BMC', 'moves of the BMC'],
  ['bmc_reset', 'BMC reset', 'BMC resets'],
  ['login_refused', 'refused login', 'refused logins'],
]

/** `2 resets, 1 flash`, or that nothing was changed. */
export function sum(counts: TryOut['saw']['counts']): string {
  const told = TOLD.flatMap(([kind, one, many]) => (counts[kind] ? [count(counts[kind], one, many)] : []))
  return told.length ? told.join(', ') : 'no restart, no flash, no change of BIOS or BMC'
}

/** What the simulator saw, whatever the run says of it. */
export function Saw({ tryOut }: { tryOut: TryOut }) {
  const { counts, happened, unsafe } = tryOut.saw
  return (
    <section className="saw" aria-label="What the simulator saw">
      <h3>What the simulator saw</h3>
      <p>{sentence(sum(counts))}.</p>
      {unsafe.length === 0 ? (
        <p className="faint">Nothing unsafe{tryOut.ended_at ? '' : ' so far'}.</p>
      ) : (
        <ul className="saw-unsafe">
          {unsafe.map(act => (
            <li key={act} className="bad-ink">
              <Mark tone="bad" /> <span>unsafe: {act}</span>
            </li>
          ))}
        </ul>
      )}
      {happened.length > 0 && (
        <details>
          <summary>{count(happened.length, 'event')} at the server</summary>
          <ol className="log">
            {happened.map((each, i) => (
              <li key={i}>
                <span className="num faint">{duration(each.after_seconds)}</span>
                <span className="wrap">
                  {words(each.kind)} <span className="faint">by {each.channel}</span> {each.detail}
                </span>
              </li>
            ))}
          </ol>
        </details>
      )}
    </section>
  )
}
