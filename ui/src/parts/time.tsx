import { useSyncExternalStore } from 'react'

let now = Date.now()
let skew = 0
const listeners = new Set<() => void>()
let ticking: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void) {
  listeners.add(listener)
  ticking ??= setInterval(() => {
    now = Date.now()
    for (const each of listeners) each()
  }, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(ticking)
      ticking = undefined
    }
  }
}

/** The service's clock decides: a laptop's may be wrong. */
export function learnClock(serverNow: string) {
  const off = Date.parse(serverNow) - Date.now()
  if (Number.isFinite(off)) skew = Math.abs(off) > 5000 ? off : 0
}

/** The time, told once a second; one clock for the whole page. */
export const useNow = () => useSyncExternalStore(subscribe, () => now) + skew

/** `4m 12s`, `2h 05m`, `3d 4h`: two units at most. */
export function duration(seconds: number | null | undefined): string {
  if (seconds == null || !Number.isFinite(seconds)) return '–'
  const s = Math.max(0, Math.round(seconds))
  if (s < 60) return `${s}s`
  if (s < 3600) return `${Math.floor(s / 60)}m ${String(s % 60).padStart(2, '0')}s`
  if (s < 86_400) return `${Math.floor(s / 3600)}h ${String(Math.floor((s % 3600) / 60)).padStart(2, '0')}m`
  return `${Math.floor(s / 86_400)}d ${Math.floor((s % 86_400) / 3600)}h`
}

/** As {@link duration}, where the seconds do not count: `2m 40s`, but `31m`. */
export function about(seconds: number | null | undefined): string {
  if (seconds == null) return '–'
  return seconds >= 600 && seconds < 3600 ? `${Math.round(seconds / 60)}m` : duration(seconds)
}

const two = (n: number) => String(n).padStart(2, '0')

/** Today `02:41`, this year `28 Nov 02:41`, else with the year; local time. */
export function moment(iso: string, today = new Date()): string {
  const at = new Date(iso)
  const clock = `${two(at.getHours())}:${two(at.getMinutes())}`
  if (at.toDateString() === today.toDateString()) return clock
  const month = at.toLocaleString('en', { month: 'short' })
  const year = at.getFullYear() === today.getFullYear() ? '' : ` ${at.getFullYear()}`
  return `${at.getDate()} ${month}${year} ${clock}`
}

/** A point in time; the exact instant is in the title. */
export function At({ time, seconds }: { time: string | null | undefined; seconds?: boolean }) {
  if (!time) return <span className="faint">–</span>
  const at = new Date(time)
  return (
    <time dateTime={time} title={time} className="mono">
      {moment(time)}
      {seconds && `:${two(at.getSeconds())}`}
    </time>
  )
}

/** How long ago, growing by itself. */
export function Since({ time }: { time: string | null | undefined }) {
  const at = useNow()
  if (!time) return <span className="faint">–</span>
  return (
    <time dateTime={time} title={`since ${time}`} className="num">
      {duration((at - Date.parse(time)) / 1000)}
    </time>
  )
}
