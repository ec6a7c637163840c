import { type InfiniteData, type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { patchEntries, patchProgress, patchRuns, patchServers } from './patch'
import type { RunPlace } from './queries'
import type { Entry, List, Progress, Run, RunDetail, Server } from './types'

/** Whether the service's news arrive, and when it was last heard of. */
export type Connection = { state: 'opening' | 'live' | 'lost'; heard: number }

let connection: Connection = { state: 'opening', heard: Date.now() }
const listeners = new Set<() => void>()

function tell(state: Connection['state']) {
  const heard = state === 'live' ? Date.now() : connection.heard
  if (state === connection.state && heard - connection.heard < 1000) return
  connection = { state, heard }
  for (const listener of listeners) listener()
}

export const useConnection = () =>
  useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => connection,
  )

/** Runs `work` once for all the calls within `ms`: at once if it was quiet, else at the end. */
export function coalesced(work: () => void, ms: number) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = 0
  const call = () => {
    if (timer !== undefined) return
    timer = setTimeout(
      () => {
        timer = undefined
        last = Date.now()
        work()
      },
      Math.max(50, last + ms - Date.now()),
    )
  }
  return Object.assign(call, { stop: () => clearTimeout(timer) })
}

const parsed = <T>(event: Event) => JSON.parse((event as MessageEvent<string>).data) as T

/** An EventSource that is opened anew, from where it was, also where the browser has given up. */
function source(path: string, wire: (source: EventSource) => void, state: (state: Connection['state']) => void) {
  let closed = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let id = ''
  let current: EventSource
  const open = () => {
    const after = id ? `${path.includes('?') ? '&' : '?'}after=${encodeURIComponent(id)}` : ''
    current = new EventSource(`/api/v1${path}${after}`)
    current.onopen = () => state('live')
    current.onerror = () => {
      state('lost')
      if (current.readyState === EventSource.CLOSED && !closed) timer = setTimeout(open, 3000)
    }
    wire(current)
  }
  open()
  return {
    remember: (event: Event) => {
      id = (event as MessageEvent).lastEventId || id
    },
    close: () => {
      closed = true
      clearTimeout(timer)
      current.close()
    },
  }
}

function takeRun(client: QueryClient, run: Run) {
  for (const [key] of client.getQueriesData({ queryKey: ['runs'] })) {
    client.setQueryData<InfiniteData<List<Run>>>(key, data => patchRuns(data, run, String(key[1])))
  }
  client.setQueryData<Server[]>(['servers'], servers => patchServers(servers, run))
}

/** The one stream for the lists: rows are patched; what only the service can judge is read again, seldom. */
export function useLiveLists() {
  const client = useQueryClient()
  useEffect(() => {
    const overview = coalesced(() => client.invalidateQueries({ queryKey: ['overview'] }), 2000)
    const servers = coalesced(() => client.invalidateQueries({ queryKey: ['servers'] }), 15_000)
    const batch = coalesced(() => client.invalidateQueries({ queryKey: ['batch'] }), 2000)
    const server = coalesced(() => client.invalidateQueries({ queryKey: ['server'] }), 2000)
    let waiting: Run[] = []
    const flush = coalesced(() => {
      for (const run of waiting) takeRun(client, run)
      waiting = []
    }, 250)
    let wasLost = false
    const stream = source(
      '/stream',
      events => {
        events.addEventListener('run', event => {
          stream.remember(event)
          tell('live')
          waiting.push(parsed<Run>(event))
          flush()
          overview()
          servers()
          server()
          batch()
        })
        events.addEventListener('reset', event => {
          stream.remember(event)
          client.invalidateQueries()
        })
      },
      state => {
        tell(state)
        if (state === 'live' && wasLost) overview()
        wasLost = state === 'lost'
      },
    )
    return () => {
      stream.close()
      for (const each of [overview, servers, server, batch, flush]) each.stop()
    }
  }, [client])
}

/** The stream of one open run: its journal grows entry by entry, its steps are read again once per burst. */
export function useLiveRun({ key: run, path }: RunPlace, over: boolean) {
  const client = useQueryClient()
  useEffect(() => {
    if (over) return
    const detail = coalesced(() => client.invalidateQueries({ queryKey: ['run', run] }), 700)
    const entries = coalesced(() => client.invalidateQueries({ queryKey: ['entries', run] }), 700)
    const after = client.getQueryData<RunDetail>(['run', run])?.last_seq
    const stream = source(
      `${path}/stream${after ? `?after=${after}` : ''}`,
      events => {
        events.addEventListener('entry', event => {
          stream.remember(event)
          const entry = parsed<Entry>(event)
          const known = client.getQueryData<Entry[]>(['entries', run])
          // one that came while the journal was being read, or after a gap, makes it be read again
          if (!known || entry.seq > (known.at(-1)?.seq ?? 0) + 1) entries()
          else client.setQueryData<Entry[]>(['entries', run], patchEntries(known, entry))
          detail()
        })
        events.addEventListener('progress', event => {
          client.setQueryData<RunDetail>(['run', run], known => patchProgress(known, parsed<Progress>(event)))
        })
        events.addEventListener('end', () => {
          stream.close()
          client.invalidateQueries({ queryKey: ['run', run] })
        })
      },
      () => {},
    )
    return () => {
      stream.close()
      detail.stop()
      entries.stop()
    }
  }, [client, run, path, over])
}
