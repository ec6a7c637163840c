import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect } from 'react'
import { onLostLogin, Problem, rememberCsrf } from './api/client'
import { useMe } from './api/queries'
import { AuditPage } from './audit/AuditPage'
import { BatchesPage } from './batches/BatchesPage'
import { BatchPage } from './batches/BatchPage'
import { FirmwarePage } from './firmware/FirmwarePage'
import { FleetPage } from './fleet/FleetPage'
import { ServerPage } from './fleet/ServerPage'
import { Frame } from './frame/Frame'
import { Login } from './frame/Login'
import { Session } from './frame/session'
import { NeedsPage } from './needs/NeedsPage'
import { Empty, ErrorNote, Loading } from './parts/notes'
import { Page } from './parts/page'
import { PastPage } from './past/PastPage'
import { PastRunPage } from './past/PastRunPage'
import { match } from './route/match'
import { usePlace } from './route/place'
import { RunPage } from './runs/RunPage'
import { RunsPage } from './runs/RunsPage'
import { SchedulesPage } from './schedules/SchedulesPage'
import { SettingsPage } from './settings/SettingsPage'
import { StartPage } from './start/StartPage'
import { TemplatePage } from './templates/TemplatePage'
import { TemplatesPage } from './templates/TemplatesPage'

const BuilderPage = lazy(() => import('./builder/BuilderPage'))

function View() {
  const { path } = usePlace()
  const on = (pattern: string) => match(pattern, path)
  let is: Record<string, string> | null
  if (on('/') || on('/needs')) return <NeedsPage />
  if (on('/fleet')) return <FleetPage />
  if ((is = on('/servers/:server'))) return <ServerPage server={is.server as string} />
  if (on('/runs')) return <RunsPage />
  if ((is = on('/runs/:run'))) return <RunPage key={is.run} run={is.run as string} />
  if (on('/history')) return <PastPage />
  if ((is = on('/history/:row'))) return <PastRunPage key={is.row} row={is.row as string} />
  if (on('/batches')) return <BatchesPage />
  if ((is = on('/batches/:batch'))) return <BatchPage name={is.batch as string} />
  if (on('/start')) return <StartPage />
  if (on('/templates')) return <TemplatesPage />
  if (on('/templates/new')) return <BuilderPage key="new" name={null} />
  if ((is = on('/templates/:name'))) return <TemplatePage name={is.name as string} />
  if ((is = on('/templates/:name/edit'))) return <BuilderPage key={is.name} name={is.name as string} />
  if (on('/firmware')) return <FirmwarePage />
  if (on('/schedules')) return <SchedulesPage />
  if (on('/audit')) return <AuditPage />
  if (on('/settings')) return <SettingsPage />
  return (
    <Page title="Not found">
      <Empty>There is nothing at {path}. The places on the left are what there is.</Empty>
    </Page>
  )
}

export function App() {
  const me = useMe()
  const client = useQueryClient()
  useEffect(() => onLostLogin(() => client.setQueryData(['me'], null)), [client])
  rememberCsrf(me.data?.csrf_token)

  const unknown = me.data === null || (me.error instanceof Problem && me.error.status === 401)
  if (me.isPending) return <Loading lines={3} />
  if (unknown) return <Login />
  if (!me.data) {
    return (
      <main className="login">
        <ErrorNote error={me.error} retry={() => me.refetch()} />
      </main>
    )
  }
  return (
    <Session value={me.data}>
      <Frame>
        <Suspense fallback={<Loading />}>
          <View />
        </Suspense>
      </Frame>
    </Session>
  )
}
