import { describe, expect, test } from 'vitest'
import { patchEntries, patchProgress, patchRuns, patchServers, wanted } from '../src/api/patch'
import type { Entry, Run, RunDetail, Server } from '../src/api/types'

const run = (id: string, more: Partial<Run> = {}): Run => ({
  run_id: id,
  definition: 'basic_provisioning',
  status: 'running',
  hostname: `host-${id}`,
  ...more,
})
const pages = (...lists: Run[][]) => ({
  pages: lists.map(items => ({ items, next: null, total: lists.flat().length })),
  pageParams: lists.map(() => ''),
})
const ids = (data: ReturnType<typeof patchRuns>) => data?.pages.map(page => page.items.map(each => each.run_id))
const entry = (seq: number): Entry => ({ seq, type: 'x', at: '', text: String(seq) })

describe('a list of runs that news arrive for', () => {
  test('a known run changes in its place, on whatever page it is', () => {
    const before = pages([run('3'), run('2')], [run('1')])
    const after = patchRuns(before, run('1', { status: 'failed' }), '')
    expect(ids(after)).toEqual([['3', '2'], ['1']])
    expect(after?.pages[1]?.items[0]?.status).toBe('failed')
    expect(after?.pages[0]).toBe(before.pages[0])
  })
  test('a new run comes first, and is counted', () => {
    const after = patchRuns(pages([run('1')]), run('2'), '')
    expect(ids(after)).toEqual([['2', '1']])
    expect(after?.pages[0]?.total).toBe(2)
  })
  test('a run that no longer fits the filter goes, one that never did does not come', () => {
    const before = pages([run('1')])
    expect(ids(patchRuns(before, run('1', { status: 'completed' }), 'status=running'))).toEqual([[]])
    expect(patchRuns(before, run('9', { status: 'completed' }), 'status=running')).toBe(before)
  })
  test('old news does not undo newer', () => {
    const before = pages([run('1', { last_seq: 9, status: 'completed' })])
    expect(patchRuns(before, run('1', { last_seq: 4 }), '')?.pages[0]?.items[0]?.status).toBe('completed')
  })
  test('what was not read yet is not made up', () => expect(patchRuns(undefined, run('1'), '')).toBeUndefined())
  test('statuses are alternatives, words must all be there', () => {
    expect(wanted(run('1'), 'status=failed&status=running')).toBe(true)
    expect(wanted(run('1'), 'text=host-1+basic')).toBe(true)
    expect(wanted(run('1'), 'text=host-2')).toBe(false)
    expect(wanted(run('1', { phase: 'held' }), 'phase=parked')).toBe(false)
  })
})

describe('the servers that news arrive for', () => {
  const servers: Server[] = [
    { server_id: 'a', state: 'quiet' },
    { server_id: 'b', state: 'quiet' },
  ]
  test('one row changes, the others are the same objects', () => {
    const after = patchServers(servers, run('1', { server_id: 'b', steps: 14, steps_completed: 7 }))
    expect(after?.[0]).toBe(servers[0])
    expect(after?.[1]).toMatchObject({ run_id: '1', percent: 50 })
  })
  test('whether it needs a person is not guessed', () =>
    expect(patchServers(servers, run('1', { server_id: 'b', status: 'failed' }))?.[1]?.state).toBe('quiet'))
  test('a run without a server changes nothing', () => expect(patchServers(servers, run('1'))).toBe(servers))
})

describe('a journal that grows', () => {
  test('an entry more is put behind', () => expect(patchEntries([entry(1)], entry(2))?.map(e => e.seq)).toEqual([1, 2]))
  test('one that comes twice stands once', () => {
    const known = [entry(1), entry(2)]
    expect(patchEntries(known, entry(2))).toBe(known)
    expect(patchEntries(known, entry(1))).toBe(known)
  })
  test('one that comes late stands in its place', () =>
    expect(patchEntries([entry(1), entry(3)], entry(2))?.map(e => e.seq)).toEqual([1, 2, 3]))
  test('progress is written at its step only', () => {
    const detail = {
      ...run('1'),
      last_seq: 1,
      steps_detail: [
        { path: 'a', name: 'a', status: 'running' },
        { path: 'b', name: 'b', status: 'pending' },
      ],
    } as RunDetail
    const after = patchProgress(detail, { step: 'a', text: '42 %', at: '' })
    expect(after?.steps_detail.map(step => step.last_progress)).toEqual(['42 %', undefined])
  })
})
