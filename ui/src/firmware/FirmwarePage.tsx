import { useCompliance, useTable } from '../api/queries'
import { AnyTable } from '../parts/AnyTable'
import { Answer, Empty } from '../parts/notes'
import { Page } from '../parts/page'
import { Compliance } from './Compliance'

const COLUMNS = ['vendor', 'component', 'version', 'boards', 'device_types', 'severity', 'disruption', 'file']

/** How the fleet stands against its baselines, and which images there are. */
export function FirmwarePage() {
  const compliance = useCompliance()
  const catalog = useTable('/firmware/catalog')
  return (
    <Page title="Firmware">
      <section className="panel">
        <h2>Against the baseline</h2>
        <Answer of={compliance} lines={3}>
          {rows =>
            rows.length === 0 ? (
              <Empty>No server has a device type yet; a run gives it one.</Empty>
            ) : (
              <Compliance rows={rows} />
            )
          }
        </Answer>
      </section>
      <section className="panel">
        <h2>Images in the catalogue</h2>
        <Answer of={catalog}>
          {images =>
            images.length === 0 ? (
              <Empty>
                The catalogue is empty. <code>hwauto firmware catalog add FILE</code> puts an image into it.
              </Empty>
            ) : (
              <AnyTable rows={images} label="Images" columns={COLUMNS} />
            )
          }
        </Answer>
      </section>
    </Page>
  )
}
