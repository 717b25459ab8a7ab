/**
 * The report's style sheet: one accent, system fonts, light and dark by the reader's setting, and a print form. Text has a
 * contrast of at least 4.5 to 1 on its ground in both. Nothing is fetched.
 */
export const STYLE = `
:root{color-scheme:light dark;
--ground:#faf9f6;--card:#ffffff;--ink:#1d2126;--soft:#5a626b;--line:#e2dfd8;--track:#eeebe4;
--accent:#0b6a6f;--accent-light:#9dcccb;--accent-wash:#e4f0ef;--good:#17653a;--good-wash:#e3f1e7;--bad:#9c3a12;--bad-wash:#f9e9e0;--grey:#4b5563;--grey-light:#c3c8cf}
@media (prefers-color-scheme:dark){:root{
--ground:#14171a;--card:#1b1f23;--ink:#e9e7e2;--soft:#a3abb3;--line:#30363c;--track:#282d33;
--accent:#5cc0bf;--accent-light:#2a6465;--accent-wash:#1b3133;--good:#7fd1a0;--good-wash:#1a3124;--bad:#f0a27a;--bad-wash:#3a241a;--grey:#a9b1ba;--grey-light:#4c545d}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums}
main,header.top,footer{max-width:1040px;margin:0 auto;padding:0 24px}
header.top{padding-top:48px}
.kicker{color:var(--soft);font-size:14px;letter-spacing:.02em;margin:0 0 20px}
.kicker b{color:var(--ink);font-weight:600}
h1{font-size:clamp(21px,2.9vw,29px);line-height:1.32;font-weight:600;letter-spacing:-.012em;margin:0;max-width:33em;text-wrap:pretty}
.more{color:var(--soft);font-size:17px;max-width:46em;margin:14px 0 0;text-wrap:pretty}
h2{font-size:20px;font-weight:650;letter-spacing:-.005em;margin:0 0 4px}
h3{font-size:15px;font-weight:650;margin:28px 0 2px}
section{margin-top:60px}
.lead{color:var(--soft);margin:0 0 18px;max-width:46em}
.fine{color:var(--soft);font-size:13.5px}
p.fine{margin:0 0 8px;max-width:62em}
.heroes{display:grid;grid-template-columns:1fr 1fr;gap:16px;margin:32px 0 16px}
.hero{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:20px 24px 22px}
.hero .label{font-size:14px;color:var(--soft)}
.hero .number{font-size:clamp(42px,6.5vw,64px);font-weight:650;line-height:1.12;letter-spacing:-.03em;color:var(--accent)}
.hero .number small{font-size:.4em;font-weight:550;letter-spacing:0}
.hero.bad .number{color:var(--bad)}
.hero .basis{font-size:14.5px;margin-top:6px;text-wrap:pretty}
.badge{display:flex;gap:12px;align-items:baseline;background:var(--good-wash);color:var(--good);border-radius:10px;padding:11px 18px;font-size:15px}
.badge b{font-weight:650}
.badge.bad{background:var(--bad-wash);color:var(--bad)}
.others{list-style:none;display:grid;grid-template-columns:repeat(auto-fit,minmax(230px,1fr));gap:0 28px;padding:0;margin:20px 0 0}
.others li{border-top:1px solid var(--line);padding:9px 0 8px;font-size:14.5px}
.others b{font-weight:650}
.others .worse{color:var(--bad)}
.others .better{color:var(--accent)}
.pipe{list-style:none;margin:0;padding:0;display:grid;grid-template-columns:repeat(auto-fit,minmax(170px,1fr));gap:14px}
.pipe li{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:13px 15px 14px}
.pipe .step{font-weight:650}
.pipe .step i{font-style:normal;color:var(--soft);font-weight:400;margin-right:8px}
.pipe p{margin:2px 0 9px;font-size:13.5px;line-height:1.42;color:var(--soft)}
dl{margin:0;font-size:13.5px}
dl.pairs div{display:flex;justify-content:space-between;gap:12px;padding:1px 0}
dl.pairs dt{color:var(--soft)}
dl.pairs dd{margin:0;text-align:right;white-space:nowrap}
dl.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(128px,1fr));gap:14px 24px;margin:0 0 20px}
dl.figures dt{color:var(--soft);font-size:13.5px}
dl.figures dd{margin:0;font-size:21px;font-weight:600;letter-spacing:-.01em}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14.5px}
caption{text-align:left;color:var(--soft);font-size:13.5px;padding-bottom:6px}
th{font-weight:550;color:var(--soft);text-align:left;font-size:13.5px;vertical-align:bottom}
th,td{padding:6px 14px 6px 0;border-bottom:1px solid var(--line)}
tbody th{color:var(--ink);font-weight:450;font-size:14.5px;vertical-align:middle}
tbody tr.strong th,tbody tr.strong td{font-weight:650}
td.n,th.n{text-align:right;white-space:nowrap}
td:last-child,th:last-child{padding-right:0}
td.plot,th.plot{width:54%;min-width:150px;padding-left:14px}
.dots{position:relative;height:20px;background:linear-gradient(var(--line),var(--line)) 0 50%/100% 1px no-repeat}
.dots i{position:absolute;top:4px;width:12px;height:12px;margin-left:-6px;border-radius:50%;background:var(--grey)}
.dots s{position:absolute;top:7px;height:6px;border-radius:3px;background:var(--accent-light)}
tr.strong .dots i{background:var(--accent)}
.curve{display:block;width:100%;max-width:640px;margin:0 0 14px;font-size:12px}
.curve text{fill:var(--soft)}
.curve .end{text-anchor:end}.curve .middle{text-anchor:middle}
.curve .grid{stroke:var(--line)}
.curve polyline{fill:none;stroke:var(--accent-light);stroke-width:2}
.curve .stop{fill:var(--accent)}.curve .full{fill:var(--grey)}
.axis{position:relative;height:18px;font-size:12px;font-weight:400;color:var(--soft)}
.axis span{position:absolute;transform:translateX(-50%);white-space:nowrap}
.axis span:first-child{transform:none}
.bar{position:relative;height:16px;border-radius:3px;background:var(--track);overflow:hidden}
.bar i{position:absolute;left:0;top:0;bottom:0;background:var(--grey-light)}
.bar i+i{background:var(--grey)}
.own .bar i{background:var(--accent-light)}
.own .bar i+i{background:var(--accent)}
.bar u{position:absolute;top:0;bottom:0;width:1px;background:var(--ground);opacity:.75}
.legend{display:flex;flex-wrap:wrap;gap:4px 22px;font-size:13.5px;color:var(--soft);margin:0 0 8px;padding:0;list-style:none}
.legend i{display:inline-block;width:11px;height:11px;border-radius:2px;margin-right:4px}
.lines{border-bottom:1px solid var(--line)}
.row{display:grid;grid-template-columns:minmax(190px,31%) 1fr 84px 92px;gap:4px 16px;align-items:center}
.row.head{font-size:12.5px;color:var(--soft);padding-left:20px}
.lines details{border-top:1px solid var(--line)}
summary{cursor:pointer;list-style:none;padding:7px 0 7px 20px;position:relative}
summary::-webkit-details-marker{display:none}
summary::before{content:"";position:absolute;left:4px;top:15px;border:4px solid transparent;border-left:5px solid var(--soft);border-right:0;transition:transform .12s}
details[open]>summary::before{transform:rotate(90deg)}
summary:focus-visible,a:focus-visible,.scroll:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:3px}
summary.plain{color:var(--soft);font-size:14.5px}
.row .name{font-size:14.5px;line-height:1.35}
.own .name{font-weight:650}
.row .value{text-align:right;font-size:14.5px;white-space:nowrap}
.row .ratio{text-align:right;font-size:13.5px;color:var(--soft);white-space:nowrap}
.body{padding:2px 0 16px 20px}
.body td{font-size:13.5px;padding-top:4px;padding-bottom:4px}
.body tbody th{font-size:13.5px;min-width:150px}
td.source{color:var(--soft);font-size:12.5px;line-height:1.4;min-width:250px}
ul.notes{color:var(--soft);font-size:13.5px;margin:10px 0 0;padding-left:18px;max-width:62em}
.meter{display:inline-block;width:64px;height:8px;border-radius:4px;background:var(--track);overflow:hidden;vertical-align:1px;margin-right:8px}
.meter i{display:block;height:100%;background:var(--accent)}
td.stack{white-space:nowrap}
td.stack .meter{display:block;margin:0 0 3px}
.meter.over i{background:var(--bad)}
.yes{color:var(--good);font-weight:650}
.no{color:var(--bad);font-weight:650}
.sentence{border-top:1px solid var(--line);padding:18px 0 16px}
.words{display:flex;flex-wrap:wrap;gap:6px;margin:0 0 10px;padding:0;list-style:none}
.words li{background:var(--card);border:1px solid var(--line);border-radius:7px;padding:3px 10px 6px;min-height:48px;max-width:100%;overflow-wrap:anywhere}
.words li.spiking{border-color:var(--accent);background:var(--accent-wash)}
.words li.unknown{border-style:dashed;color:var(--soft)}
.spikes{display:flex;gap:3px;height:11px;align-items:flex-end;margin-top:2px;font-size:11px;line-height:11px;color:var(--soft)}
.spikes i{width:2.5px;height:11px;border-radius:1px;background:var(--accent)}
.outcome{font-size:14.5px;margin:0 0 8px}
.scores{display:flex;flex-wrap:wrap;gap:2px 18px;font-size:13.5px;color:var(--soft);list-style:none;padding:0;margin:0}
.scores .top{color:var(--ink);font-weight:650}
pre{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:13px 16px;overflow-x:auto;font:14px/1.6 ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));gap:8px 44px}
footer{color:var(--soft);font-size:13.5px;padding-top:52px;padding-bottom:48px}
@media (max-width:640px){
main,header.top,footer{padding-left:16px;padding-right:16px}
header.top{padding-top:26px}
section{margin-top:44px}
.heroes{grid-template-columns:1fr;gap:12px}
.row{grid-template-columns:1fr auto;gap:2px 12px}
.row .name{grid-column:1}.row .value{grid-column:2;grid-row:1}.row .bar,.row .axis{grid-column:1/3}.row .ratio{grid-column:1/3;text-align:left}
.row.head .value,.row.head .name,.row.head .ratio{display:none}
.row .ratio:empty{display:none}
summary::before{top:14px}
.body{padding-left:0}
td.plot,th.plot{width:32%;min-width:84px}
}
@media print{
:root{--ground:#fff;--card:#fff;--ink:#000;--soft:#444}
body{font-size:11pt}section{margin-top:24pt}
details::details-content{content-visibility:visible;display:block;block-size:auto}
.sentence,.hero,.pipe li,tr,.row{break-inside:avoid}h2,h3{break-after:avoid}
.bar,.bar i,.meter,.meter i,.dots i,.dots s,.spikes i,.badge,.legend i{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;
