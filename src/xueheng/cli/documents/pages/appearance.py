"""How pages look: one small style sheet inside every page, so that a page sent on alone keeps its looks."""

import re

_STYLE = """
:root{color-scheme:light dark;--ink:#1a2433;--soft:#4f5a68;--ground:#fff;--band:#f3f6fa;--line:#ccd5df;--link:#0b5cad;
--warn:#8a4b00;--warnbg:#fdf1df;--b1:#0f4478;--b2:#2a6fae;--b3:#5d9bd1;--b4:#9fc5e8;--b5:#dfe4ea}
@media(prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#aeb8c5;--ground:#111827;--band:#1b2535;--line:#3a4658;
--link:#7db8f2;--warn:#f0b864;--warnbg:#33270f;--b1:#9fc5e8;--b2:#5d9bd1;--b3:#3d7fbd;--b4:#2a5f97;--b5:#3a4658}}
*{box-sizing:border-box}
body{margin:0;color:var(--ink);background:var(--ground);line-height:1.7;text-autospace:normal;overflow-wrap:break-word;
font-family:"PingFang SC","Microsoft YaHei","Noto Sans SC","Noto Sans CJK SC",system-ui,sans-serif}
.wide{max-width:60rem;margin:0 auto;padding:0 1rem}
.en{color:var(--soft);font-size:.86em;font-weight:400}
a{color:var(--link)}
a:focus-visible,summary:focus-visible,input:focus-visible,button:focus-visible,[tabindex]:focus-visible
{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:.5rem;background:var(--ground);padding:.5rem 1rem;z-index:2}
body>header{border-bottom:1px solid var(--line);background:var(--band)}
body>header .wide{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;align-items:baseline;
padding-top:.6rem;padding-bottom:.6rem}
body>header p{margin:0}
body>header nav{margin-left:auto}
body>header nav a{display:inline-block;padding:.35rem 0}
h1,h2,h3,h4,h5,h6{line-height:1.35;margin:2rem 0 .5rem}
h1{font-size:1.6rem;margin-top:1.5rem}
h2{font-size:1.3rem;border-bottom:2px solid var(--line);padding-bottom:.25rem}
h3{font-size:1.1rem}
h4,h5,h6{font-size:1rem}
.answer{background:var(--band);
border:1px solid var(--line);border-radius:.5rem;padding:1rem 1.25rem;margin:1rem 0}
.answer>:first-child{margin-top:0}
.answer>:last-child{margin-bottom:0}
.big{font-size:2.2rem;font-weight:700;line-height:1.2;margin:0}
.big .level{font-size:1.3rem;margin-left:.75rem}
.sum{font-variant-numeric:tabular-nums}
.note{border-left:4px solid var(--warn);background:var(--warnbg);padding:.5rem .9rem;margin:1rem 0}
.note p,.note ul{margin:.2rem 0}
.note ul{padding-left:1.25rem}
.soft,caption,dt{color:var(--soft)}
ol>li{margin:.35rem 0}.ranges{columns:2 22rem;padding-left:1.2rem;line-height:2.2}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1rem;font-variant-numeric:tabular-nums;line-height:1.45}
caption{text-align:left;padding:.25rem 0;font-size:.9rem}
th,td{border-bottom:1px solid var(--line);padding:.45rem .5rem;text-align:right;vertical-align:top}
th:first-child,td:first-child,.words td,.words th{text-align:left}
thead th{word-break:keep-all;background:var(--band);font-weight:600}
tbody th{font-weight:400}
tfoot th,tfoot td{font-weight:700;border-top:2px solid var(--ink)}
dd .soft{white-space:nowrap}.none{color:var(--soft)}
.scroll{overflow-x:auto}
article{border:1px solid var(--line);border-radius:.5rem;padding:.75rem 1rem;margin:.75rem 0;scroll-margin-top:1rem}
article>h3,article>h4,article>h5,article>h6{margin:0 0 .5rem}
article:target{background:none;border-color:var(--link);box-shadow:0 0 0 2px var(--link)}
.to{font-weight:400;margin-left:.75rem;font-variant-numeric:tabular-nums}
article ul{margin:.25rem 0;padding-left:1.25rem}
dl{margin:0}
dl div{display:grid;grid-template-columns:6.5rem 1fr;gap:.25rem 1rem;padding:.2rem 0}
dd{margin:0;min-width:0}dt .en{display:block}
:target{background:var(--warnbg)}
pre,code{font-family:ui-monospace,Consolas,"Noto Sans Mono CJK SC",monospace;font-size:.875rem}
pre{background:var(--band);border:1px solid var(--line);padding:.75rem;white-space:pre-wrap;overflow-wrap:anywhere}
.digest{overflow-wrap:anywhere}
details{margin:.75rem 0}
summary{cursor:pointer;padding:.35rem 0;color:var(--link)}
.note summary{color:inherit}
.chips{display:block;margin-top:.2rem}
.chip{display:inline-block;margin:.1rem .3rem .1rem 0;padding:.05rem .6rem;border:1px solid var(--link);
border-radius:1rem;font-size:.8rem;line-height:1.5;background:var(--ground);max-width:100%;overflow-wrap:anywhere}
.chip[open]{border-radius:.5rem}.chip summary{padding:0;color:inherit}.chip .en{font-size:inherit}
.layer{border-left:4px solid var(--link)}.layer table{margin-bottom:0}.layer td{white-space:nowrap}
.bar{display:block;height:.9rem;min-width:1px;border:1px solid var(--soft)}
.bars td:last-child,.bars th:last-child{width:45%;text-align:left}
.l1{background:var(--b1)}.l2{background:var(--b2)}.l3{background:var(--b3)}.l4{background:var(--b4)}
.l0{background:repeating-linear-gradient(45deg,var(--b5) 0 4px,var(--ground) 4px 8px)}
.list{columns:3 17rem;padding:0;list-style:none}
.list li{break-inside:avoid;padding:.3rem 0;font-variant-numeric:tabular-nums}
.list a{display:inline-block;min-height:1.75rem}
form{display:flex;flex-wrap:wrap;gap:.5rem;align-items:end;margin:.5rem 0}
input,button{font:inherit;color:inherit;background:var(--ground);border:1px solid var(--soft);border-radius:.3rem;
padding:.5rem .75rem;min-height:2.75rem}
input{width:16rem;max-width:100%}
button{border-color:var(--link);color:var(--link);cursor:pointer}
label{width:100%}
[hidden]{display:none!important}
body>footer{border-top:1px solid var(--line);margin-top:3rem;padding:1rem 0 2rem;color:var(--soft);font-size:.9rem}
@media(max-width:40rem){h1{font-size:1.35rem}.wide{padding:0 .8rem}th,td{padding:.4rem .25rem}
table{font-size:.875rem}dl div{grid-template-columns:1fr;gap:0;padding:.3rem 0}dt .en{display:inline}
.big{font-size:1.8rem}.en{font-size:.8em}
thead .en,tbody th .en,tfoot .en,.bars .en{display:block}}
@media print{@page{size:A4;margin:18mm 15mm}:root{color-scheme:light;--ink:#000;--soft:#333;--ground:#fff;--band:#fff;
--line:#888;--link:#000;--warn:#000;--warnbg:#fff}
body{font-size:9.5pt;line-height:1.45}h2,h3{margin:1rem 0 .3rem}article{margin:.5rem 0;padding:.4rem .7rem}
dl div{padding:0}dt .en{display:inline}.skip,nav,form,.screen{display:none}
.wide{max-width:none;padding:0}thead{display:table-header-group}tfoot{display:table-row-group}tr,.scroll,article,.answer,.note{break-inside:avoid}
h2,h3,h4{break-after:avoid}details::details-content{content-visibility:visible;block-size:auto}
.bar,.l0,.l1,.l2,.l3,.l4{print-color-adjust:exact}a{text-decoration:none}}
"""

STYLE = re.sub(r"\s*\n\s*", "", _STYLE)
"""The style sheet on one line."""
