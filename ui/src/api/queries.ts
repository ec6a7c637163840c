import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { placed } from '../parts/words'
import { ask, askWhole, seg } from './client'
import type {
  Action,
  Alerts,
  AuditEntry,
  Batch,
  BatchSummary,
  Compliance,
  DeviceType,
  Entry,
  List,
  Me,
  Overview,
  PastRun,
  PastRunDetail,
  PowerState,
  Run,
  RunDetail,
  Schedule,
  Server,
  ServerDetail,
  Setting,
  Template,
  TemplateLine,
  Token,
  TryOut,
  TryOuts,
  User,
  Version,
  WholeCare,
} from './types'

const items = async <T>(path: string, signal: AbortSignal) => (await ask<List<T>>(path, { signal })).items

export const useMe = () =>
  useQuery({ queryKey: ['me'], queryFn: ({ signal }) => ask<Me>('/me', { signal }), retry: false, staleTime: Infinity })

export const useOverview = () =>
  useQuery({ queryKey: ['overview'], queryFn: ({ signal }) => ask<Overview>('/overview', { signal }) })

export const useServers = () =>
  useQuery({
    queryKey: ['servers'],
    queryFn: async ({ signal }) => (await items<Server>('/servers?limit=20000', signal)).map(placed),
  })

export const useServer = (server: string) =>
  useQuery({
    queryKey: ['server', server],
    queryFn: ({ signal }) => ask<ServerDetail>(`/servers/${seg(server)}`, { signal }),
  })

/** Runs, newest first, a page at a time; `filter` is a query string. */
export const useRuns = (filter: string) =>
  useInfiniteQuery({
    queryKey: ['runs', filter],
    queryFn: ({ signal, pageParam }) =>
      ask<List<Run>>(`/runs?limit=100&${filter}${pageParam ? `&cursor=${seg(pageParam)}` : ''}`, { signal }),
    initialPageParam: '',
    getNextPageParam: last => last.next || undefined,
    placeholderData: keepPreviousData,
  })

/** What the original ran, newest first, a page at a time; of one server, or of all if none is named. */
export const usePast = (server: string) =>
  useInfiniteQuery({
    queryKey: ['past', server],
    queryFn: ({ signal, pageParam }) => ask<List<PastRun>>(`/history?${pageOf(server, pageParam)}`, { signal }),
    initialPageParam: '',
    getNextPageParam: last => last.next || undefined,
    placeholderData: keepPreviousData,
  })

export const usePastRun = (row: string) =>
  useQuery({
    queryKey: ['past-run', row],
    queryFn: ({ signal }) => ask<PastRunDetail>(`/history/${seg(row)}`, { signal }),
  })

/** When servers were switched on and off, as {@link usePast}. */
export const usePower = (server: string) =>
  useInfiniteQuery({
    queryKey: ['power', server],
    queryFn: ({ signal, pageParam }) => ask<List<PowerState>>(`/power-states?${pageOf(server, pageParam)}`, { signal }),
    initialPageParam: '',
    getNextPageParam: last => last.next || undefined,
    placeholderData: keepPreviousData,
  })

const pageOf = (server: string, cursor: string) =>
  `limit=100${server ? `&server=${seg(server)}` : ''}${cursor ? `&cursor=${seg(cursor)}` : ''}`

/** What a run's documents are found under: a real one's, or that of a try-out. */
export type RunPlace = { key: string; path: string }

export const placeOfRun = (run: string): RunPlace => ({ key: run, path: `/runs/${seg(run)}` })
export const placeOfTryOut = (id: string): RunPlace => ({ key: id, path: `/try-outs/${seg(id)}/run` })

export const useRun = ({ key, path }: RunPlace, wanted = true) =>
  useQuery({ queryKey: ['run', key], enabled: wanted, queryFn: ({ signal }) => ask<RunDetail>(path, { signal }) })

/** All that the run's journal has, in pages. */
export const useEntries = ({ key, path }: RunPlace) =>
  useQuery({
    queryKey: ['entries', key],
    queryFn: async ({ signal }) => {
      const all: Entry[] = []
      for (;;) {
        const after = all.at(-1)?.seq ?? 0
        const page = await items<Entry>(`${path}/events?after=${after}&limit=1000`, signal)
        all.push(...page.filter(entry => entry.seq > after))
        if (page.length < 1000) return all
      }
    },
  })

export const useCare = (run: string) =>
  useQuery({
    queryKey: ['care', run],
    queryFn: ({ signal }) => ask<WholeCare>(`/runs/${seg(run)}/care`, { signal }),
    refetchInterval: 30_000,
  })

/** What a template can be tried on. */
export const useTryOuts = () =>
  useQuery({
    queryKey: ['try-outs'],
    queryFn: ({ signal }) => ask<TryOuts>('/try-outs', { signal }),
    staleTime: Infinity,
  })

/** How a try-out stands, and what the simulator has seen by now. */
export const useTryOut = (id: string | null) =>
  useQuery({
    queryKey: ['try-out', id],
    enabled: id !== null,
    queryFn: ({ signal }) => ask<TryOut>(`/try-outs/${seg(id ?? '')}`, { signal }),
    refetchInterval: query => (query.state.data?.ended_at || query.state.error ? false : 1000),
    retry: false,
  })

export const useTemplates = () =>
  useQuery({ queryKey: ['templates'], queryFn: ({ signal }) => items<TemplateLine>('/templates', signal) })

export const useTemplate = (name: string | null) =>
  useQuery({
    queryKey: ['template', name],
    enabled: !!name,
    queryFn: async ({ signal }): Promise<Template> => {
      const { body, etag } = await askWhole<Template>(`/templates/${seg(name ?? '')}`, { signal })
      return { ...body, etag }
    },
  })

export const useVersions = (name: string, wanted: boolean) =>
  useQuery({
    queryKey: ['versions', name],
    enabled: wanted,
    queryFn: ({ signal }) => items<Version>(`/templates/${seg(name)}/versions`, signal),
  })

export const useActions = () =>
  useQuery({
    queryKey: ['actions'],
    queryFn: ({ signal }) => items<Action>('/actions', signal),
    staleTime: Infinity,
  })

export const useDeviceTypes = () =>
  useQuery({ queryKey: ['device-types'], queryFn: ({ signal }) => items<DeviceType>('/device-types', signal) })

// what fired a moment ago is told again until it is known what became of it
const untilKnown = (...schedules: (Schedule | undefined)[]) =>
  schedules.some(schedule => schedule?.last?.outcome === 'waiting') ? 2000 : false

export const useSchedules = () =>
  useQuery({
    queryKey: ['schedules'],
    queryFn: ({ signal }) => items<Schedule>('/schedules', signal),
    refetchInterval: query => untilKnown(...(query.state.data ?? [])),
  })

/** A schedule with its last times. */
export const useSchedule = (name: string) =>
  useQuery({
    queryKey: ['schedules', name],
    queryFn: ({ signal }) => ask<Schedule>(`/schedules/${seg(name)}`, { signal }),
    refetchInterval: query => untilKnown(query.state.data),
  })

export const useBatches = () =>
  useQuery({ queryKey: ['batch'], queryFn: ({ signal }) => items<BatchSummary>('/batches', signal) })

export const useBatch = (name: string) =>
  useQuery({
    queryKey: ['batch', name],
    queryFn: ({ signal }) => ask<Batch>(`/batches/${seg(name)}`, { signal }),
    // a batch also waits for others, which no run's news tell
    refetchInterval: query => (query.state.data?.state === 'running' ? 5000 : false),
  })

export const useAudit = () =>
  useInfiniteQuery({
    queryKey: ['audit'],
    queryFn: ({ signal, pageParam }) =>
      ask<List<AuditEntry>>(`/audit?limit=200${pageParam ? `&cursor=${seg(pageParam)}` : ''}`, { signal }),
    initialPageParam: '',
    getNextPageParam: last => last.next || undefined,
  })

export const useSettings = (wanted: boolean) =>
  useQuery({ queryKey: ['settings'], enabled: wanted, queryFn: ({ signal }) => items<Setting>('/settings', signal) })

export const useAlerts = (wanted: boolean) =>
  useQuery({ queryKey: ['alerts'], enabled: wanted, queryFn: ({ signal }) => ask<Alerts>('/alerts', { signal }) })

export const useUsers = (wanted: boolean) =>
  useQuery({ queryKey: ['users'], enabled: wanted, queryFn: ({ signal }) => items<User>('/users', signal) })

export const useTokens = (wanted: boolean) =>
  useQuery({ queryKey: ['tokens'], enabled: wanted, queryFn: ({ signal }) => items<Token>('/tokens', signal) })

export const useCompliance = () =>
  useQuery({
    queryKey: ['compliance'],
    queryFn: ({ signal }) => items<Compliance>('/firmware/compliance', signal),
  })

/** Any list whose columns the service decides. */
export const useTable = (path: string) =>
  useQuery({
    queryKey: ['table', path],
    queryFn: ({ signal }) => items<Record<string, unknown>>(path, signal),
    retry: false,
  })
