/** Names for folders and anchors from titles: lower case, letters, digits and dashes, each once. */
export function folderNames(titles: readonly string[]): string[] {
  const taken = new Set<string>();
  return titles.map((title) => {
    const slug =
      title
        .toLowerCase()
        .normalize('NFKD')
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-+|-+$/g, '')
        .slice(0, 60) || 'section';
    let name = slug;
    for (let next = 2; taken.has(name); next++) name = `${slug}-${next}`;
    taken.add(name);
    return name;
  });
}
