import type { InfiniteData } from '@tanstack/react-query'
import type { Entry, List, Progress, Run, RunDetail, Server } from './types'

/** Whether a run belongs into a list that was asked for with this query string. */
export function wanted(run: Run, filter: string): boolean {
  const asked = new URLSearchParams(filter)
  const among = (key: string, value: string | null | undefined) => {
    const all = asked.getAll(key)
    return all.length === 0 || all.includes(value ?? '')
  }
  const text = asked.get('text')?.toLowerCase().trim()
  const words = [run.run_id, run.hostname, run.definition, run.message, run.started_by].join(' ').toLowerCase()
  return (
    among('status', run.status) &&
    among('phase', run.phase) &&
    among('definition', run.definition) &&
    (!asked.has('server') || asked.getAll('server').some(s => s === run.server_id || s === run.hostname)) &&
    (!text || text.split(/\s+/).every(word => words.includes(word)))
  )
}

/**
 * The list with this run's news. A row keeps its place, a new run comes first, one that no longer fits
 * goes; nothing else moves.
 */
export function patchRuns(
  data: InfiniteData<List<Run>> | undefined,
  run: Run,
  filter: string,
): InfiniteData<List<Run>> | undefined {
  if (!data) return data
  const fits = wanted(run, filter)
  let found = false
  const pages = data.pages.map(page => {
    const at = page.items.findIndex(row => row.run_id === run.run_id)
    if (at < 0) return page
    found = true
    const known = page.items[at]
    if (known?.last_seq !== undefined && run.last_seq !== undefined && known.last_seq > run.last_seq) return page
    const items = fits ? page.items.with(at, { ...known, ...run }) : page.items.filter(row => row.run_id !== run.run_id)
    return { ...page, items }
  })
  if (found) return { ...data, pages }
  const first = pages[0]
  if (!fits || !first) return data
  const total = first.total == null ? first.total : first.total + 1
  return { ...data, pages: [{ ...first, total, items: [run, ...first.items] }, ...pages.slice(1)] }
}

/** The servers with what a run tells of one: where it is. Its state is the service's to judge. */
export function patchServers(servers: Server[] | undefined, run: Run): Server[] | undefined {
  const at = servers?.findIndex(
    server =>
      (!!run.server_id && server.server_id === run.server_id) || (!!server.run_id && server.run_id === run.run_id),
  )
  if (!servers || at === undefined || at < 0) return servers
  const known = servers[at] as Server
  const steps = run.steps ?? known.steps
  return servers.with(at, {
    ...known,
    run_id: run.run_id,
    definition: run.definition,
    current_step_name: run.current_step_name,
    steps,
    percent: steps && run.steps_completed != null ? Math.floor((100 * run.steps_completed) / steps) : known.percent,
  })
}

/** The journal with an entry more; one that is there already, as after a reconnect, changes nothing. */
export function patchEntries(entries: Entry[] | undefined, entry: Entry): Entry[] | undefined {
  if (!entries) return entries
  const last = entries.at(-1)?.seq ?? 0
  if (entry.seq > last) return [...entries, entry]
  return entries.some(known => known.seq === entry.seq) ? entries : [...entries, entry].sort((a, b) => a.seq - b.seq)
}

export function patchProgress(run: RunDetail | undefined, progress: Progress): RunDetail | undefined {
  if (!run) return run
  return {
    ...run,
    progress,
    steps_detail: run.steps_detail.map(step =>
      step.path === progress.step ? { ...step, last_progress: progress.text } : step,
    ),
  }
}
