import pg from 'pg';
const q = pg.Client.prototype.query;
const times = new Map();
pg.Client.prototype.query = function (...a) { const r = q.apply(this, a); const t=performance.now(); const text = typeof a[0]==='string'?a[0]:a[0]?.text??'submittable'; if (r?.then) r.then(()=>{const k=text.slice(0,110).replace(/\s+/g,' '); times.set(k,(times.get(k)??0)+performance.now()-t);},()=>{}); return r; };
process.on('exit',()=>console.log([...times].sort((a,b)=>b[1]-a[1]).slice(0,18).map(([k,v])=>v.toFixed(0)+' '+k).join('\n')));
