import { useState } from 'react'
import type { Plan, PlannedServer } from '../api/types'
import { Changes, changesIn } from '../parts/Changes'
import { Mark } from '../parts/state'
import { about } from '../parts/time'
import { Values } from '../parts/values'
import { count } from '../parts/words'

/** What a start would do, the sum on top, a line per server, each of which opens. */
export function PlanView({ plan }: { plan: Plan }) {
  const { total } = plan
  const refused = total.servers - total.startable
  return (
    <div className="plan">
      <dl className="facts big">
        <div>
          <dt>can start</dt>
          <dd className="num">
            {total.startable} of {total.servers}
          </dd>
        </div>
        {refused > 0 && (
          <div>
            <dt>refused</dt>
            <dd className="num bad-ink">{refused}</dd>
          </div>
        )}
        <div>
          <dt>reboots</dt>
          <dd className="num">{total.reboots ?? 'not known'}</dd>
        </div>
        <div>
          <dt>time for each, about</dt>
          <dd className="num">{longest(plan)}</dd>
        </div>
      </dl>
      <ol className="plan-servers">
        {plan.servers.map(server => (
          <PlanRow key={server.server} server={server} open={plan.servers.length === 1} />
        ))}
      </ol>
    </div>
  )
}

/** What is asked for, and what comes along with it. */
function biosChanges(bios: PlannedServer['bios']) {
  const passes = Array.isArray(bios?.passes) ? bios.passes : []
  const along = passes.flatMap(pass => changesIn((pass as { consequences?: unknown }).consequences))
  return [...changesIn(bios?.changes), ...along]
}

function opensIn(opens: string | null | undefined): string {
  if (!opens) return ', which never opens.'
  const seconds = (Date.parse(opens) - Date.now()) / 1000
  return seconds > 0 ? `, which opens in about ${about(seconds)}.` : ', which is open now.'
}

const longest = (plan: Plan) => {
  const known = plan.servers.map(s => s.expected_seconds).filter((s): s is number => s != null)
  return known.length ? about(Math.max(...known)) : 'not known'
}

function PlanRow({ server, open: first }: { server: PlannedServer; open: boolean }) {
  const [open, setOpen] = useState(first)
  const changes = biosChanges(server.bios)
  const firmware = changesIn(server.firmware)
  const disruptive = server.steps.filter(step => step.disruptive)
  return (
    <li className="plan-server">
      <button type="button" className="plan-line group-open" aria-expanded={open} onClick={() => setOpen(!open)}>
        <svg className="twist" viewBox="0 0 10 10" aria-hidden="true">
          <path d="M3.5 2 7 5 3.5 8" />
        </svg>
        <span className="name">{server.hostname ?? server.server}</span>
        <span className="mono faint">{server.serial}</span>
        <span className="faint">{server.maas_status && `MAAS: ${server.maas_status}`}</span>
        {server.problem ? (
          <span className="state bad">
            <Mark tone="bad" />
            refused: {server.problem}
          </span>
        ) : (
          <span>
            {count(server.steps.length, 'step')}
            {server.reboots != null && `, ${count(server.reboots, 'reboot')}`}
            {server.expected_seconds != null && `, about ${about(server.expected_seconds)}`}
            {changes.length > 0 && `, ${count(changes.length, 'BIOS change')}`}
            {server.window && `, waits for maintenance window ${server.window.name}`}
          </span>
        )}
      </button>
      {open && (
        <div className="plan-detail">
          {server.window && (
            <>
              <h3>Maintenance window</h3>
              <p>
                What may not be cut off waits for <span className="mono">{server.window.words}</span>
                {opensIn(server.window.opens)}
              </p>
            </>
          )}
          {disruptive.length > 0 && (
            <>
              <h3>What disturbs</h3>
              <ul>
                {disruptive.map(step => (
                  <li key={step.name}>
                    <span className="mono">{step.name}</span>: {step.disruptive}
                  </li>
                ))}
              </ul>
            </>
          )}
          {server.steps.length > 0 && (
            <>
              <h3>Steps</h3>
              <ol className="plan-steps">
                {server.steps.map(step => (
                  <li key={step.name}>
                    <span className="mono">{step.name}</span>
                    <span className="faint">{step.description}</span>
                    <span className="num faint">
                      {step.usual_seconds != null && `usually ${about(step.usual_seconds)}`}
                    </span>
                  </li>
                ))}
              </ol>
            </>
          )}
          {firmware.length > 0 ? (
            <>
              <h3>Firmware</h3>
              <Changes of={firmware} />
            </>
          ) : (
            server.firmware && (
              <>
                <h3>Firmware</h3>
                <Values of={server.firmware} />
              </>
            )
          )}
          {changes.length > 0 && (
            <>
              <h3>BIOS</h3>
              <Changes of={changes} />
            </>
          )}
          {server.unread && <p className="warn-ink">Could not be read now: {server.unread}</p>}
        </div>
      )}
    </li>
  )
}
