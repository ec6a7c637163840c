import { useEffect } from 'react'
import { useOverview } from '../api/queries'
import type { Overview, Situation } from '../api/types'
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
    <Page title="Needs you">
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
      <Rest of={of} />
    </div>
  )
}

/** What does not need anybody, a line each that leads to the fleet; and where the running ones are. */
function Rest({ of }: { of: Overview }) {
  const { counts } = of
  return (
    <ul className="rest" aria-label="The others">
      <li>
        <Link href="/fleet?q=state:running">
          <span className="rest-count">{counts.running ?? 0}</span> running
        </Link>
        <span className="faint">{whereabouts(of.running)}</span>
      </li>
      <li>
        <Link href="/runs?status=pending">
          <span className="rest-count">{counts.queued ?? 0}</span> queued
        </Link>
      </li>
      <li>
        <Link href="/fleet?q=state:ready">
          <span className="rest-count">{counts.ready ?? 0}</span> ready
        </Link>
        <span className="faint">of {count(counts.servers ?? 0, 'server')}</span>
      </li>
    </ul>
  )
}

/** At which steps most of them are: `8 at wait_for_commissioning, 3 at reboot_server`. */
function whereabouts(running: Situation[]): string {
  const steps = new Map<string, number>()
  for (const { current_step_name: step } of running) if (step) steps.set(step, (steps.get(step) ?? 0) + 1)
  return [...steps]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 3)
    .map(([step, n]) => `${n} at ${step}`)
    .join(', ')
}
