import { useSettings } from '../api/queries'
import { useMay } from '../frame/session'
import { Answer, Empty } from '../parts/notes'
import { Page } from '../parts/page'
import { plain } from '../parts/words'
import { Tokens } from './Tokens'
import { Users } from './Users'

/** How the service is configured, who may use it, and with what. */
export function SettingsPage() {
  const settings = useSettings()
  const admin = useMay('admin')
  return (
    <Page title="Settings">
      {admin ? (
        <div className="two">
          <Users />
          <Tokens />
        </div>
      ) : (
        <p className="faint">Users and tokens are for admins.</p>
      )}
      <section className="panel">
        <h2>Configuration</h2>
        <p className="faint">Set in the configuration file or the environment; read when the service starts.</p>
        <Answer of={settings} lines={10}>
          {all =>
            all.length === 0 ? (
              <Empty>Everything is as it came.</Empty>
            ) : (
              <table className="table">
                <thead>
                  <tr>
                    <th scope="col">Setting</th>
                    <th scope="col">Value</th>
                    <th scope="col">From</th>
                    <th scope="col">Meaning</th>
                  </tr>
                </thead>
                <tbody>
                  {all.map(setting => (
                    <tr key={setting.key}>
                      <td data-label="Setting" className="mono">
                        {setting.key}
                      </td>
                      <td data-label="Value" className="mono wrap">
                        {plain(setting.value)}
                      </td>
                      <td data-label="From" className="faint">
                        {setting.origin}
                      </td>
                      <td data-label="Meaning" className="wrap">
                        {setting.description}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )
          }
        </Answer>
      </section>
    </Page>
  )
}
