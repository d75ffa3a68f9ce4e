import { access, readdir } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../../../scripts/docs/commands.mjs';
import { read } from '../../../../scripts/docs/documents.mjs';

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...(await readdir(join(ROOT, 'docs'))).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
];

test.each(pages)('every link and picture of %s leads somewhere', async (page) => {
  const text = withoutCode(await read(page));
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)]
    .map(([, link, picture]) => link ?? picture!)
    .filter((target) => !/^https?:/.test(target));
  for (const target of targets) {
    const [path, anchor] = target.split('#') as [string, string?];
    const file = path === '' ? page : normalize(join(dirname(page), path));
    await expect(access(join(ROOT, file)), `${page} links to ${target}`).resolves.toBeUndefined();
    if (anchor !== undefined)
      expect(anchors(await read(file)), `${page} links to ${target}`).toContain(anchor);
  }
});

test('every picture is shown somewhere, in light and dark, and is small', async () => {
  const shown = (await Promise.all(pages.map(read))).join('\n');
  const names = await readdir(join(ROOT, 'docs/images'), { recursive: true });
  const pictures = names.filter((name) => name.endsWith('.svg'));
  for (const name of pictures) {
    expect(shown, name).toContain(`images/${name}`);
    const other = name.includes('-light') ? name.replace('-light', '-dark') : name.replace('-dark', '-light');
    expect(pictures).toContain(other);
    expect((await read(`docs/images/${name}`)).length, name).toBeLessThan(150_000);
  }
});

function withoutCode(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```$/gm, '').replaceAll(/`[^`\n]*`/g, '');
}

/** Anchors of the headings, as GitHub makes them. */
function anchors(text: string): string[] {
  return [...withoutFences(text).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function withoutFences(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```$/gm, '');
}
