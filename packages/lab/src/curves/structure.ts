/** As much of a Vega specification as counts here. */
interface Specification {
  readonly data?: readonly { readonly name: string; readonly values?: unknown }[];
}

/** Everything of a picture but its data: two pictures with the same structure differ in what a living view can take. */
export function structureOf(spec: Specification): string {
  return JSON.stringify({ ...spec, data: spec.data?.map((source) => ({ ...source, values: undefined })) });
}

/** The rows of every source that has its own. */
export function rowsOf(spec: Specification): Map<string, object[]> {
  const rows = new Map<string, object[]>();
  for (const { name, values } of spec.data ?? []) if (Array.isArray(values)) rows.set(name, values);
  return rows;
}
