import type { Situation } from '../api/types'
import { CareWords } from '../care/CareWords'
import { useCareOrders } from '../care/useCareOrders'
import { Power } from '../parts/state'
import { useNow } from '../parts/time'
import { Usual } from '../parts/usual'
import { position } from '../parts/words'
import { Link } from '../route/place'
import { Actions } from '../runs/Actions'

/** A server that waits: where it is, since when, what was last heard, and what is likely right. */
export function SituationRow({ situation: s }: { situation: Situation }) {
  const now = useNow()
  const orders = useCareOrders(s.run_id ? [s.run_id] : [], s.care)
  const waited = s.since ? (now - Date.parse(s.since)) / 1000 : s.waited_seconds
  const name = s.hostname ?? s.server_id ?? '–'
  // the step has a column of its own
  const message = (s.causes?.[0]?.message ?? s.message)?.replace(`${s.current_step_name}: `, '')
  return (
    <tr className={s.care?.acknowledged ? 'seen' : undefined}>
      <td data-label="Rack" className="mono nowrap">
        {position(s)}
      </td>
      <td data-label="Server">
        <Link href={`/servers/${encodeURIComponent(name)}`} className="name">
          {name}
        </Link>
        <span className="faint mono small line2">{[s.serial, s.model].filter(Boolean).join(' · ')}</span>
        <CareWords care={s.care} />
      </td>
      <td data-label="Step">
        {s.current_step_name ? (
          <Link href={`/runs/${s.run_id}`}>
            <span className="num">
              {s.current_step_number ?? s.steps_completed ?? '–'}/{s.steps ?? '–'}
            </span>{' '}
            <span className="mono">{s.current_step_name}</span>
          </Link>
        ) : s.run_id ? (
          <Link href={`/runs/${s.run_id}`}>{s.definition ?? 'the run'}</Link>
        ) : (
          <span className="faint">no run</span>
        )}
        {!!s.attempt && !!s.attempts && s.attempts > 1 && (
          <span className="faint small line2">
            attempt {s.attempt} of {s.attempts}
          </span>
        )}
      </td>
      <td data-label="Waited">
        <Usual elapsed={waited} usual={s.usual_seconds} />
      </td>
      <td data-label="Last message" className="message">
        {message ?? <span className="faint">nothing was said</span>}
        {s.current_sub_task && <span className="faint mono small line2">it last said: {s.current_sub_task}</span>}
      </td>
      <td data-label="Power">
        <Power safe={s.safe_to_power_off} reason={s.power_off_reason} />
      </td>
      <td className="row-actions">
        <Actions situation={s} more={orders} />
      </td>
    </tr>
  )
}
