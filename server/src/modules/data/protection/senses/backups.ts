import { daysBetween, type Sense } from '../sense.ts';

interface Row { archiving: boolean; archived_at: Date | null; failed_at: Date | null; full_at: Date | null; full_good: boolean | null; drill_at: Date | null; drill_good: boolean | null; bytes: string }

/** 备份: what the database says of its own archiving, and what those who keep it have reported. */
export const backupSense: Sense = {
  id: 'backup',
  facts: {
    fullDays: { zh: '距上次全量备份天数（从未则为空）', en: 'days since a full backup; null: never' }, fullGood: { zh: '上次全量备份是否成功', en: 'the last full backup was good' }, drillDays: { zh: '距上次恢复演练天数（从未则为空）', en: 'days since a restore drill; null: never' },
    drillGood: { zh: '上次恢复演练是否成功', en: 'the last drill was good' }, archiving: { zh: '数据库日志归档是否开启', en: 'the database archives its log' }, archiveDays: { zh: '距上次日志归档天数', en: 'days since a log segment was archived' },
    archiveFailing: { zh: '日志归档是否失败', en: 'archiving fails' }, databaseBytes: { zh: '数据库字节数', en: 'bytes of the database' },
  },
  async gather(_deps, tx, now) {
    const b = await tx.one<Row>(
      `select current_setting('archive_mode') <> 'off' as archiving, a.last_archived_time as archived_at, a.last_failed_time as failed_at, pg_database_size(current_database()) as bytes, f.taken_at as full_at, f.good as full_good, d.taken_at as drill_at, d.good as drill_good
       from pg_stat_archiver a
       left join lateral (select taken_at, good from protection.backup where kind = 'full' order by taken_at desc limit 1) f on true
       left join lateral (select taken_at, good from protection.backup where kind = 'restore-drill' order by taken_at desc limit 1) d on true`);
    return [{
      subject: 'database', title: '主数据库', organisation: null,
      facts: {
        fullDays: daysBetween(b.full_at, now), fullGood: b.full_good, drillDays: daysBetween(b.drill_at, now), drillGood: b.drill_good, archiving: b.archiving, archiveDays: daysBetween(b.archived_at, now),
        archiveFailing: b.failed_at !== null && (b.archived_at === null || b.failed_at > b.archived_at), databaseBytes: Number(b.bytes),
      },
    }];
  },
};
