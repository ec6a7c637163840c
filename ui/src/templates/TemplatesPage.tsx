import { useTemplates } from '../api/queries'
import { useMay } from '../frame/session'
import { Answer, Empty } from '../parts/notes'
import { Page } from '../parts/page'
import { State } from '../parts/state'
import { Link } from '../route/place'

/** The templates there are: shipped ones and those of the house. */
export function TemplatesPage() {
  const templates = useTemplates()
  const may = useMay('operator')
  return (
    <Page
      title="Templates"
      tools={
        may && (
          <Link className="button main" href="/templates/new">
            New template
          </Link>
        )
      }
    >
      <Answer of={templates}>
        {all =>
          all.length === 0 ? (
            <Empty>No template is known.</Empty>
          ) : (
            <table className="table templates">
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">What it does</th>
                  <th scope="col" className="right">
                    Steps
                  </th>
                  <th scope="col" className="right">
                    Inputs
                  </th>
                  <th scope="col">From</th>
                  <th scope="col">
                    <span className="unseen">What to do</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {all.map(template => (
                  <tr key={`${template.name} ${template.origin}`}>
                    <td data-label="Name">
                      <Link href={`/templates/${encodeURIComponent(template.name)}`} className="name">
                        {template.name}
                      </Link>
                    </td>
                    <td data-label="What it does" className="wrap">
                      {template.problem ? <State kind="failed" text={template.problem} /> : template.description}
                    </td>
                    <td data-label="Steps" className="right num">
                      {template.steps}
                    </td>
                    <td data-label="Inputs" className="right num">
                      {template.inputs}
                    </td>
                    <td data-label="From">
                      {template.origin}
                      {template.shadows && <span className="faint"> instead of the {template.shadows} one</span>}
                    </td>
                    <td className="row-actions">
                      {may && !template.problem && (
                        <Link className="button" href={`/start?template=${encodeURIComponent(template.name)}`}>
                          Plan a run
                        </Link>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Answer>
    </Page>
  )
}
