#!/usr/bin/env node
// A second verifier of Comity's journal, independent of the first: another language, other code, no dependency.
//
//   node verify.mjs EXPORT [HELD ...]
//
// EXPORT is what `comity export journal FILE` wrote. HELD are checkpoints that somebody kept, from the public address
// or from a letter, each a file. It ends with 0 where everything agrees, and with 1 and a line for each fault.
// To check only that a later checkpoint grew out of a held one, without seeing the journal:
//
//   node verify.mjs --consistency OLD NEW PROOF KEY      (PROOF: the hashes from the public address, a line each)
import { createHash, createPublicKey, verify } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const sha = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
const leafHash = (told) => sha(Buffer.of(0), told);
const nodeHash = (left, right) => sha(Buffer.of(1), left, right);
const faults = [];

class Tree {
  size = 0;
  peaks = [];
  add(leaf) {
    for (let size = this.size; size % 2; size = Math.floor(size / 2)) leaf = nodeHash(this.peaks.pop(), leaf);
    this.peaks.push(leaf);
    this.size += 1;
  }
  root() {
    if (!this.peaks.length) return sha("");
    return this.peaks.slice(0, -1).reduceRight((root, peak) => nodeHash(peak, root), this.peaks.at(-1));
  }
}

function readKey(text) {
  const [name, hash, ...rest] = text.trim().split("+");
  const raw = Buffer.from(rest.join("+"), "base64");
  if (raw.length !== 33 || raw[0] !== 1) throw new Error("a key that is no Ed25519 key");
  const expected = sha(name, "\n", raw).subarray(0, 4);
  if (expected.toString("hex") !== hash) throw new Error("a key that does not carry its own hash");
  const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), raw.subarray(1)]);
  return { name, hash: expected, key: createPublicKey({ key: der, format: "der", type: "spki" }) };
}

function readCheckpoint(text, keys) {
  const [body, signed] = text.split("\n\n");
  const match = /^— (\S+) (\S+)\n?$/.exec(signed ?? "");
  const [name, size, root] = body.split("\n");
  const raw = Buffer.from(match?.[2] ?? "", "base64");
  const key = keys.find((one) => one.name === name && match?.[1] === name && one.hash.equals(raw.subarray(0, 4)));
  if (!key || !verify(null, Buffer.from(body + "\n"), key.key, raw.subarray(4))) {
    throw new Error("a checkpoint that none of the keys signed");
  }
  return { size: Number(size), root: Buffer.from(root, "base64") };
}

// RFC 9162, section 2.1.4.2: does the tree of `next` begin with the tree of `old`?
function isConsistent(old, next, proof) {
  if (old.size === next.size) return proof.length === 0 && old.root.equals(next.root);
  if (old.size === 0 || old.size > next.size) return false;
  const steps = Number.isInteger(Math.log2(old.size)) ? [old.root, ...proof] : proof;
  if (!steps.length) return false;
  const half = (value) => Math.floor(value / 2);
  let [at, last] = [old.size - 1, next.size - 1];
  while (at % 2) [at, last] = [half(at), half(last)];
  let [before, after] = [steps[0], steps[0]];
  for (const step of steps.slice(1)) {
    if (last === 0) return false;
    if (at % 2 || at === last) {
      [before, after] = [nodeHash(step, before), nodeHash(step, after)];
      while (at % 2 === 0 && at) [at, last] = [half(at), half(last)];
    } else after = nodeHash(after, step);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && before.equals(old.root) && after.equals(next.root);
}

async function verifyExport(path, held) {
  const keys = [];
  const checkpoints = [];
  const tree = new Tree();
  const roots = new Map([[0, tree.root()]]);
  const wanted = new Set();
  const note = (text, whose) => {
    try {
      const told = readCheckpoint(text, keys);
      checkpoints.push({ ...told, whose });
      wanted.add(told.size);
    } catch (fault) {
      faults.push(`${whose}: ${fault.message}`);
    }
  };
  let begun = false, foreign = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    const [kind, rest] = [line.slice(0, line.indexOf(" ") + 1).trim() || line, line.slice(line.indexOf(" ") + 1)];
    if (kind === "key") keys.push(readKey(rest));
    else if (kind === "checkpoint") note(JSON.parse(rest).text, "a checkpoint of the journal itself");
    else if (kind === "leaf") {
      if (!begun) held.forEach((one) => note(readFileSync(one, "utf8"), one));
      begun = true;
      if (rest === "leaf") faults.push(`leaf ${tree.size} stands for something that was deleted`);
      tree.add(leafHash(Buffer.from(rest)));
      if (wanted.has(tree.size)) roots.set(tree.size, tree.root());
    } else foreign += 1;
  }
  if (foreign) faults.push(`${foreign} lines are none of an export`);
  if (!tree.size) faults.push("it holds no leaf: this is no export of a journal");
  if (!begun) held.forEach((one) => note(readFileSync(one, "utf8"), one));
  for (const { size, root, whose } of checkpoints) {
    if (size > tree.size) faults.push(`${whose}: names ${size} leaves, there are ${tree.size}`);
    else if (!roots.get(size)?.equals(root)) faults.push(`${whose}: the first ${size} leaves are not those it names`);
  }
  console.log(`${tree.size} leaves, ${checkpoints.length} checkpoints, ${faults.length} faults`);
}

function verifyConsistency([old, next, proof, key]) {
  const keys = [readKey(readFileSync(key, "utf8"))];
  const [one, other] = [old, next].map((path) => readCheckpoint(readFileSync(path, "utf8"), keys));
  const steps = readFileSync(proof, "utf8").split("\n").filter(Boolean).map((line) => Buffer.from(line, "hex"));
  if (!isConsistent(one, other, steps)) faults.push("the later checkpoint did not grow out of the earlier one");
  console.log(`${one.size} leaves, then ${other.size}, ${faults.length} faults`);
}

const words = process.argv.slice(2);
if (!words.length) {
  console.error("usage: node verify.mjs EXPORT [HELD ...] | --consistency OLD NEW PROOF KEY");
  process.exit(2);
}
try {
  if (words[0] === "--consistency") verifyConsistency(words.slice(1));
  else await verifyExport(words[0], words.slice(1));
} catch (fault) {
  faults.push(`cannot be read: ${fault.message}`);
}
faults.forEach((fault) => console.error(fault));
process.exit(faults.length ? 1 : 0);
