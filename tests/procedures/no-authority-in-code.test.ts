import { Linter } from 'eslint';
import noAuthority from '../../eslint.authority-rule.cjs';

const linter = new Linter();
const told = (code: string): readonly string[] =>
  linter
    .verify(code, [
      {
        plugins: { rollcall: { rules: { 'no-authority': noAuthority } } },
        rules: { 'rollcall/no-authority': 'error' },
      },
    ])
    .map(({ message }) => /`(.*)`/.exec(message)?.[1] ?? message);

/** What one authority does otherwise than the next is a file under schema/. */
describe('no name or number of an authority is written into the program', () => {
  it.each([
    ["if (authority === 'la/931') wait(4);", '931'],
    ["const home = 'la/852/cme';", '852'],
    ["const number = '301';", '301'],
    ['if (number === 314) wait(5);', '314'],
    ["const area = 'E10000025';", 'E10000025'],
    ["const text = 'as they do in Oxfordshire';", 'Oxfordshire'],
    ['const text = `for ${x} of Barking and Dagenham`;', 'Barking and Dagenham'],
    ['const southampton = 20;', 'southampton'],
    ['const KINGSTON_UPON_THAMES = 20;', 'KINGSTON_UPON_THAMES'],
    ['// twenty days in Southampton', 'Southampton'],
    ["load('achieving-for-children');", 'achieving-for-children'],
    ["const town = 'Reading';", 'Reading'],
    ["const closed = 'la/837';", '837'],
  ])('%s', (code, what) => expect(told(code)).toEqual([what]));

  it.each([
    ["fail('write an authority like la/931.');"],
    ["const words = 'Reading a file takes time';"],
    ['reply.code(301);'],
    ["const code = '404';"],
    ['if (days === 20) wait(5);'],
    ["const words = 'a council and its borough';"],
  ])('lets pass: %s', (code) => expect(told(code)).toEqual([]));
});
