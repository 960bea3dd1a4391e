import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPath, resolvePath } from './ofd-path.ts';

test('resolves from the root and from the holder', () => {
  assert.equal(resolvePath('Doc_0/Document.xml', '/Doc_0/PublicRes.xml'), 'Doc_0/PublicRes.xml');
  assert.equal(resolvePath('Doc_0/Document.xml', 'PublicRes.xml'), 'Doc_0/PublicRes.xml');
  assert.equal(resolvePath('Doc_0/Signs/Sign_0/Signature.xml', '../../Document.xml'), 'Doc_0/Document.xml');
  assert.equal(resolvePath('OFD.xml', './Doc_0\\Document.xml'), 'Doc_0/Document.xml');
});

test('a path that leaves the container is none', () => {
  for (const path of ['../x', '/../x', 'C:\\x', '//host/x', '', 'a/../../x']) assert.equal(resolvePath('OFD.xml', path), undefined, path);
});

test('finds what products write in other ways', () => {
  const files = new Set(['Doc_0/Signs/Sign_0/Seal.esl', 'Doc_0/Res/a.png', 'Doc_0/Pages/Page_0/Content.xml']);
  const has = (name: string) => files.has(name);
  assert.equal(findPath(has, 'Doc_0/Signs/Sign_0/Signature.xml', 'Doc_0/Signs/Sign_0/Seal.esl'), 'Doc_0/Signs/Sign_0/Seal.esl');
  assert.equal(findPath(has, 'Doc_0/Signs/Sign_0/Signature.xml', '/Seal.esl'), 'Doc_0/Signs/Sign_0/Seal.esl');
  assert.equal(findPath(has, 'Doc_0/DocumentRes.xml', 'Res', 'a.png'), 'Doc_0/Res/a.png');
  assert.equal(findPath(has, 'Doc_0/Document.xml', 'nowhere.xml'), undefined);
});
