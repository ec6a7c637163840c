import { useSettings } from '../api/queries'
import type { Setting } from '../api/types'
import { useMay } from '../frame/session'
import { Answer, Empty } from '../parts/notes'
import { Page } from '../parts/page'
import { Alerts } from './Alerts'
import { Tokens } from './Tokens'
import { Users } from './Users'

/** How the service is configured, who may use it, and with what. */
export function SettingsPage() {
  const admin = useMay('admin')
  const settings = useSettings(admin)
  if (!admin) {
    return (
      <Page title="Settings">
        <Empty>Users, tokens and the configuration are for the role admin.</Empty>
      </Page>
    )
  }
  return (
    <Page title="Settings">
      <div className="two">
        <Users />
        <Tokens />
      </div>
      <Alerts />
      <section className="panel">
        <h2>Configuration</h2>
        <p className="faint">Set in the configuration file or the environment; read when the service starts.</p>
        <Answer of={settings} lines={10}>
          {all => (all.length === 0 ? <Empty>Everything is as it came.</Empty> : <Table settings={all} />)}
        </Answer>
      </section>
    </Page>
  )
}

function Table({ settings }: { settings: Setting[] }) {
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">Setting</th>
          <th scope="col">Value</th>
          <th scope="col">From</th>
        </tr>
      </thead>
      <tbody>
        {settings.map(setting => (
          <tr key={setting.name}>
            <td data-label="Setting" className="mono">
              {setting.name}
            </td>
            <td data-label="Value" className="mono wrap">
              {setting.value ?? <span className="faint">not set</span>}
            </td>
            <td data-label="From" className="faint wrap">
              {setting.origin}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
