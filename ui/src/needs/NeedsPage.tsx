import { useEffect } from 'react'
import { useOverview } from '../api/queries'
import type { Overview } from '../api/types'
import { Answer } from '../parts/notes'
import { Page } from '../parts/page'
import { learnClock } from '../parts/time'
import { count } from '../parts/words'
import { Link } from '../route/place'
import { GroupPanel } from './GroupPanel'

/** What needs a person, why, and what else there is: the first thing that is seen at three in the morning. */
export function NeedsPage() {
  const overview = useOverview()
  const at = overview.data?.at
  useEffect(() => {
    if (at) learnClock(at)
  }, [at])
  return (
    <Page title="Needs you" tools={overview.data && <Rest of={overview.data} />}>
      <Answer of={overview} lines={9}>
        {data => <Groups of={data} />}
      </Answer>
    </Page>
  )
}

function Groups({ of }: { of: Overview }) {
  if (of.groups.length === 0) {
    return (
      <p className="all-well">
        Nothing needs you. {of.counts.running ?? of.running.length} running, {of.counts.ready ?? 0} ready.
      </p>
    )
  }
  return (
    <div className="groups">
      {of.groups.map((group, i) => (
        <GroupPanel key={group.key} group={group} first={i === 0} />
      ))}
    </div>
  )
}

/** What does not need anybody, in one line that leads to the fleet. */
function Rest({ of }: { of: Overview }) {
  const { counts } = of
  return (
    <p className="rest">
      <Link href="/fleet?q=state:running">{counts.running ?? 0} running</Link>
      <Link href="/runs?status=pending">{counts.queued ?? 0} queued</Link>
      <Link href="/fleet?q=state:ready">{counts.ready ?? 0} ready</Link>
      <Link href="/fleet">{count(counts.servers ?? 0, 'server')}</Link>
    </p>
  )
}
