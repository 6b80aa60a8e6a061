(function () {
  'use strict';
  var data = JSON.parse(document.getElementById('data').textContent);
  var font = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';
  var escape = echarts.format.encodeHTML;
  var charts = {};
  var onPaper = false, paperWidth = 640;

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  }

  function tooltip() {
    return {
      backgroundColor: colour('card'), borderColor: colour('rule'),
      // The charts' frames scroll and would cut it off.
      appendToBody: true,
      textStyle: { color: colour('ink'), fontFamily: font, fontSize: 13 },
      extraCssText: 'max-width:340px;white-space:normal;overflow-wrap:anywhere'
    };
  }

  function draw(id, option) {
    var element = document.getElementById(id);
    if (charts[id]) charts[id].dispose();
    // SVG stays sharp on paper and at any zoom.
    charts[id] = echarts.init(element, null, { renderer: 'svg' });
    charts[id].setOption(option);
  }

  // Pixel geometry of the workflow: layers go right, or down where the page is narrow.
  function geometry(width, places) {
    var box = { width: 132, height: 66 };
    var layers = Math.max.apply(null, places.map(function (p) { return p.layer; }));
    var rows = places.map(function (p) { return p.row; });
    var top = Math.min.apply(null, rows), span = Math.max.apply(null, rows) - top;
    var down = !onPaper && width < 620 && layers > 1;
    if (down) {
      box.width = Math.min(box.width, Math.max(96, (width - 14 * span) / (span + 1)));
      box.rowPitch = box.width + 14; box.layerPitch = box.height + 34;
      box.totalWidth = box.width + span * box.rowPitch;
      box.totalHeight = box.height + layers * box.layerPitch;
    } else {
      // Eight layers fit on a wide page before it has to scroll.
      var gap = 16;
      box.width = Math.max(106, Math.min(box.width, (width - 4 - layers * gap) / (layers + 1)));
      box.layerPitch = layers ? Math.max(box.width + gap, Math.min(230, (width - box.width - 4) / layers)) : 0;
      box.rowPitch = box.height + 24;
      box.totalWidth = box.width + layers * box.layerPitch;
      // A lane is a line: it needs no room below it, unlike a box.
      var low = places.map(function (p) { return (p.row - top) * box.rowPitch + (p.lane ? 8 : box.height / 2); });
      box.totalHeight = Math.max.apply(null, low) + box.height / 2;
    }
    box.totalWidth += 4; box.totalHeight += 4;
    box.centre = function (place) {
      var across = (place.row - top) * box.rowPitch, along = place.layer * box.layerPitch;
      return down
        ? [2 + box.width / 2 + across, 2 + box.height / 2 + along]
        : [2 + box.width / 2 + along, 2 + box.height / 2 + across];
    };
    // Where an edge leaves (+1) or meets (-1) a box or passes through a lane.
    box.port = function (place, side) {
      var c = box.centre(place);
      return down ? [c[0], c[1] + side * box.height / 2] : [c[0] + side * box.width / 2, c[1]];
    };
    return box;
  }

  function rounded(width, height, r) {
    var arc = 'a' + r + ',' + r + ' 0 0 1 ', across = width - 2 * r, down = height - 2 * r;
    return 'path://M' + r + ',0h' + across + arc + r + ',' + r + 'v' + down + arc + -r + ',' + r +
      'h' + -across + arc + -r + ',' + -r + 'v' + -down + arc + r + ',' + -r + 'z';
  }

  function stageNode(node, box) {
    var c = box.centre(node.place);
    var line = { fontFamily: font, lineHeight: 17 };
    return {
      id: 'stage:' + node.name, name: node.name, details: node.details, x: c[0], y: c[1],
      symbol: rounded(box.width, box.height, 9), symbolSize: [box.width, box.height],
      itemStyle: {
        color: node.reused ? colour('card') : colour('accent-soft'),
        borderColor: node.reused ? colour('soft') : colour('accent'),
        borderWidth: 1.5, borderType: node.reused ? 'dashed' : 'solid'
      },
      label: {
        show: true, align: 'center', width: box.width - 12, overflow: 'truncate',
        formatter: '{name|' + node.name + '}\n{figure|' + node.figure + '}\n{time|' + node.time + '}',
        rich: {
          name: Object.assign({ color: colour('ink'), fontSize: 14, fontWeight: 600 }, line),
          figure: Object.assign({ color: colour('ink'), fontSize: 11.5 }, line),
          time: Object.assign({ color: colour('soft'), fontSize: 11.5 }, line)
        }
      }
    };
  }

  function point(id, at) {
    return { id: id, name: id, x: at[0], y: at[1], symbol: 'circle', symbolSize: 0.01, itemStyle: { opacity: 0 }, label: { show: false } };
  }

  // An edge is a chain of straight links between points; only the last carries the arrow.
  function route(edge, number, box, placeOf, nodes, links) {
    var ends = [box.port(placeOf[edge.from], 1)];
    edge.lanes.forEach(function (lane) { ends.push(box.port(lane, -1), box.port(lane, 1)); });
    ends.push(box.port(placeOf[edge.to], -1));
    ends.forEach(function (at, i) {
      nodes.push(point('edge:' + number + ':' + i, at));
      if (i === 0) return;
      links.push({
        source: 'edge:' + number + ':' + (i - 1), target: 'edge:' + number + ':' + i,
        symbol: ['none', i === ends.length - 1 ? 'arrow' : 'none'], symbolSize: 8
      });
    });
  }

  function stageTip(params) {
    if (!params.data || !params.data.details) return '';
    return '<b>' + escape(params.name) + '</b>' + params.data.details.map(function (d) {
      return '<br>' + escape(d.label) + ': ' + escape(d.value);
    }).join('');
  }

  function workflow() {
    var element = document.getElementById('workflow-chart');
    var stages = data.workflow.nodes, placeOf = {}, places = [];
    stages.forEach(function (s) { placeOf[s.name] = s.place; places.push(s.place); });
    data.workflow.edges.forEach(function (e) { e.lanes.forEach(function (l) { places.push({ layer: l.layer, row: l.row, lane: true }); }); });
    var padding = 42;
    var box = geometry(element.parentNode.clientWidth - padding, places);
    element.style.width = box.totalWidth + 'px';
    element.style.height = box.totalHeight + 'px';
    // Paper cannot scroll.
    element.style.zoom = onPaper ? Math.min(1, (paperWidth - padding) / box.totalWidth) : '';
    var nodes = stages.map(function (s) { return stageNode(s, box); }), links = [];
    // The corners make the graph's own coordinates equal to pixels.
    nodes.push(point('corner:0', [0, 0]), point('corner:1', [box.totalWidth, box.totalHeight]));
    data.workflow.edges.forEach(function (e, i) { route(e, i, box, placeOf, nodes, links); });
    draw('workflow-chart', {
      animation: false,
      tooltip: Object.assign(tooltip(), { formatter: stageTip }),
      series: [{
        type: 'graph', layout: 'none', left: 0, top: 0, right: 0, bottom: 0, cursor: 'default',
        data: nodes, links: links, emphasis: { scale: false },
        lineStyle: { color: colour('soft'), width: 1.5, opacity: 0.9 }
      }]
    });
  }

  function checked(id) { return document.getElementById(id).checked; }

  function pairs(values) {
    return data.loss.step.map(function (step, i) { return [step, values[i]]; });
  }

  function axis(more) {
    return Object.assign({
      axisLabel: { color: colour('soft'), fontFamily: font },
      axisLine: { show: false, lineStyle: { color: colour('soft') } }, axisTick: { show: false },
      nameTextStyle: { color: colour('soft'), fontFamily: font },
      splitLine: { lineStyle: { color: colour('rule') } }
    }, more);
  }

  function curve(name, values, style, more) {
    return Object.assign({
      name: name, type: 'line', data: pairs(values), showSymbol: false, animation: false,
      lineStyle: style, itemStyle: { color: style.color, opacity: style.opacity || 1 }, emphasis: { disabled: true, lineStyle: style }
    }, more);
  }

  function marks() {
    return {
      silent: true, symbol: 'none', animation: false,
      lineStyle: { color: colour('ink'), type: 'dotted', width: 1.2, opacity: 0.7 },
      label: { position: 'insideEndTop', color: colour('ink'), fontFamily: font, formatter: '{b}' },
      data: data.loss.marks.map(function (m) { return { name: m.name + ' ' + m.loss.toPrecision(3), yAxis: m.loss }; })
    };
  }

  function lossAxis() {
    var levels = data.loss.marks.map(function (m) { return m.loss; });
    var log = checked('log-loss');
    var all = levels.concat(data.loss.loss.filter(function (v) { return v !== null; }));
    return axis({
      type: log ? 'log' : 'value', scale: true,
      // Within one power of ten, its powers alone would leave the axis bare.
      logBase: Math.max.apply(null, all) / Math.min.apply(null, all) < 10 ? 1.2 : 10, name: 'loss', nameGap: 10,
      // The trivial forecasts stay in sight, above or below the curve.
      min: function (v) { var least = Math.min.apply(null, levels.concat(v.min)); return log ? least * 0.95 : Math.max(0, Math.floor((least - 0.02) * 20) / 20); },
      max: function (v) { var most = Math.max.apply(null, levels.concat(v.max)); return log ? most * 1.05 : Math.ceil((most + 0.01) * 20) / 20; },
      axisLabel: { color: colour('soft'), fontFamily: font, formatter: function (v) { return String(+v.toPrecision(3)); } }
    });
  }

  function loss() {
    var d = data.loss, rate = checked('show-rate'), last = d.step[d.step.length - 1];
    var series = [
      curve('loss', d.loss, { color: colour('accent'), width: 1, opacity: 0.35 }),
      curve('smoothed', d.smoothed, { color: colour('accent'), width: 2.4 }, { markLine: marks() })
    ];
    if (rate) series.push(curve('learning rate', d.learningRate, { color: colour('warm'), width: 1.3, type: 'dashed' }, { yAxisIndex: 1 }));
    draw('loss-chart', {
      textStyle: { fontFamily: font },
      grid: { left: 8, right: rate ? 8 : 18, top: 58, bottom: 26, containLabel: true },
      legend: { top: 0, left: 0, icon: 'roundRect', itemWidth: 14, itemHeight: 4, textStyle: { color: colour('ink'), fontFamily: font } },
      tooltip: Object.assign(tooltip(), {
        trigger: 'axis',
        formatter: function (rows) {
          return 'step ' + rows[0].value[0].toLocaleString('en') + rows.map(function (r) {
            return r.value[1] == null ? '' : '<br>' + r.marker + r.seriesName + ' <b>' + r.value[1].toPrecision(4) + '</b>';
          }).join('');
        }
      }),
      xAxis: axis({ type: 'value', name: 'step', nameLocation: 'middle', nameGap: 26, min: d.step[0], max: last, splitLine: { show: false }, axisLabel: { color: colour('soft'), fontFamily: font, showMinLabel: false, showMaxLabel: true, hideOverlap: true } }),
      yAxis: [lossAxis(), axis({
        type: 'value', show: rate, name: 'learning rate', splitLine: { show: false }, nameTextStyle: { color: colour('soft'), fontFamily: font, align: 'right' },
        axisLabel: { color: colour('soft'), fontFamily: font, formatter: function (v) { return v === 0 ? '0' : v.toExponential(1).replace('.0', ''); } }
      })],
      series: series
    });
  }

  function all() {
    if (data.workflow) workflow();
    if (data.loss) loss();
    if (influence) influence.all();
  }

  var influence = data.influence && influenceCharts(data.influence, {
    font: font, escape: escape, colour: colour, tooltip: tooltip, draw: draw, axis: axis, checked: checked
  });

  var timer;
  function later() { clearTimeout(timer); timer = setTimeout(all, 120); }

  function paper(on) {
    onPaper = on;
    document.documentElement.classList.toggle('print', on);
    document.querySelectorAll('.chart').forEach(function (e) { e.parentNode.style.width = on ? paperWidth + 'px' : ''; });
    all();
  }

  all();
  window.addEventListener('resize', later);
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', all);
  window.addEventListener('beforeprint', function () { paper(true); });
  window.addEventListener('afterprint', function () { paper(false); });
  ['log-loss', 'show-rate'].forEach(function (id) {
    var box = document.getElementById(id);
    if (box) box.addEventListener('change', loss);
  });
})();
