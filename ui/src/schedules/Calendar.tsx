import type { Schedule } from '../api/types'
import { moment } from '../parts/time'

const DAYS = 14

/** The next fortnight: which day has what, by the clock of the browser. */
export function Calendar({ schedules, today = new Date() }: { schedules: Schedule[]; today?: Date }) {
  const fires = schedules
    .filter(schedule => !schedule.paused)
    .flatMap(schedule => (schedule.next ?? []).map(time => ({ name: schedule.name, time })))
    .sort((a, b) => a.time.localeCompare(b.time))
  const days = Array.from(
    { length: DAYS },
    (_, i) => new Date(today.getFullYear(), today.getMonth(), today.getDate() + i),
  )
  return (
    <ol className="calendar" aria-label="The next fortnight">
      {days.map((day, i) => {
        const own = fires.filter(fire => new Date(fire.time).toDateString() === day.toDateString())
        return (
          <li key={day.toISOString()} className={own.length ? 'day' : 'day faint'}>
            <span className="day-name">
              {i === 0 ? 'today' : day.toLocaleDateString('en', { weekday: 'short', day: 'numeric', month: 'short' })}
            </span>
            {own.slice(0, 4).map(fire => (
              <span key={fire.name + fire.time} className="day-fire clip" title={`${fire.name} at ${fire.time}`}>
                <span className="mono">{moment(fire.time).slice(-5)}</span> {fire.name}
              </span>
            ))}
            {own.length > 4 && <span className="faint">and {own.length - 4} more</span>}
          </li>
        )
      })}
    </ol>
  )
}
