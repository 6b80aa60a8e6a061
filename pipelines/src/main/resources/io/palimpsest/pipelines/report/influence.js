// The charts on training-data influence; page.js passes what all charts share.
function influenceCharts(data, page) {
  'use strict';
  var colour = page.colour, escape = page.escape, font = page.font;
  var trajectories = data.trajectories[0];
  // Told apart by people who see few colours; light enough for both themes.
  var palette = ['#0f8b7f', '#d97b29', '#5470c6', '#b5529c', '#7a9a01', '#c23b3b', '#8a6d3b', '#3ba0c9', '#6b5bd2', '#4f7a5b'];

  function element(id) { return document.getElementById(id); }

  function label() { return { color: colour('soft'), fontFamily: font }; }

  function legend(more) {
    return Object.assign({
      type: 'scroll', top: 0, left: 0, icon: 'roundRect', itemWidth: 14, itemHeight: 4,
      pageTextStyle: { color: colour('soft') }, textStyle: { color: colour('ink'), fontFamily: font }
    }, more);
  }

  // One colour a method, the same in all charts.
  var methods = [];
  function know(name) { if (methods.indexOf(name) < 0) methods.push(name); }
  if (trajectories) trajectories.views.forEach(function (v) {
    v.curves.sort(function (a, b) { return a.trivial - b.trivial; });
    v.curves.forEach(function (c) { if (!c.trivial) know(c.method); });
  });
  data.maps.forEach(function (m) { know(m.method); });
  // Methods that forecast before those that only tell what is alike.
  data.maps.sort(function (a, b) { return methods.indexOf(a.method) - methods.indexOf(b.method); });
  data.cost.bars.forEach(function (b) { know(b.method); });
  function colourOf(name) {
    know(name);
    return palette[methods.indexOf(name) % palette.length];
  }

  function text(id) {
    var found = data.texts[id];
    if (!found) return id;
    return found.prompt.replace(/\s+/g, ' ') + ' → ' + found.answer + (found.flipped ? ' (made wrong)' : '');
  }

  function shortened(value, most) { return value.length > most ? value.slice(0, most - 1) + '…' : value; }

  function choices(select, names, change) {
    if (!select) return;
    names.forEach(function (name, i) { select.add(new Option(name, i)); });
    select.addEventListener('change', change);
  }

  function line(name, values, style, more) {
    return Object.assign({
      name: name, type: 'line', showSymbol: false, animation: false, lineStyle: style,
      itemStyle: { color: style.color }, emphasis: { disabled: true },
      data: values.map(function (v, i) { return [trajectories.steps[i], v]; })
    }, more);
  }

  // One polygon: along the upper edge, and back along the lower.
  function band(c) {
    var upper = [], lower = [];
    c.values.forEach(function (v, i) {
      if (v === null || c.deviation[i] === null) return;
      upper.push([trajectories.steps[i], v + c.deviation[i]]);
      lower.unshift([trajectories.steps[i], v - c.deviation[i]]);
    });
    return {
      name: c.method, type: 'custom', silent: true, animation: false, clip: true, z: 1, data: [[trajectories.steps[0], c.values[0]]],
      itemStyle: { color: colourOf(c.method) }, tooltip: { show: false },
      renderItem: function (params, api) {
        return {
          type: 'polygon', silent: true, style: { fill: colourOf(c.method), opacity: 0.12 },
          shape: { points: upper.concat(lower).map(function (p) { return api.coord(p); }) }
        };
      }
    };
  }

  // What was measured stays in sight, however far a forecast goes astray.
  function bounds(view) {
    var truth = view.truth.filter(function (v) { return v !== null; });
    var low = Math.min.apply(null, truth), high = Math.max.apply(null, truth);
    var room = Math.max(high - low, 1e-3), least = low, most = high;
    view.curves.forEach(function (c) {
      c.values.forEach(function (v) { if (v !== null) { least = Math.min(least, v); most = Math.max(most, v); } });
    });
    return [Math.max(least, low - 1.2 * room) - 0.08 * room, Math.min(most, high + 1.2 * room) + 0.08 * room];
  }

  function rounded(v) { return String(+v.toPrecision(3)); }

  function trajectory() {
    var select = element('trajectory-view'), view = trajectories.views[+select.value || 0];
    var single = view.example !== '', series = [], range = bounds(view);
    element('trajectory-bands').disabled = single;
    view.curves.forEach(function (c) {
      if (page.checked('trajectory-bands') && c.deviation.length && !c.trivial) series.push(band(c));
    });
    view.curves.forEach(function (c) {
      series.push(line(c.method, c.values, c.trivial
        ? { color: colour('soft'), width: 1.4, type: c.method === 'mean trajectory' ? 'dashed' : 'dotted' }
        : { color: colourOf(c.method), width: 1.8 }, { z: 3 }));
    });
    series.push(line('measured', view.truth, { color: colour('ink'), width: 3 }, { z: 4 }));
    page.draw('trajectory-chart', {
      textStyle: { fontFamily: font },
      grid: { left: 8, right: 18, top: 58, bottom: 26, containLabel: true },
      legend: legend({ data: ['measured'].concat(view.curves.map(function (c) { return c.method; })) }),
      tooltip: Object.assign(page.tooltip(), {
        trigger: 'axis',
        formatter: function (rows) {
          var seen = {};
          return 'step ' + rows[0].value[0] + rows.filter(function (r) { return series[r.seriesIndex].z > 1; }).map(function (r) {
            if (r.value[1] == null || seen[r.seriesName]) return '';
            seen[r.seriesName] = true;
            return '<br>' + r.marker + escape(r.seriesName) + ' <b>' + r.value[1].toPrecision(4) + '</b>';
          }).join('');
        }
      }),
      xAxis: page.axis({ type: 'value', name: 'step', nameLocation: 'middle', nameGap: 26, min: trajectories.steps[0], max: trajectories.steps[trajectories.steps.length - 1], splitLine: { show: false } }),
      yAxis: page.axis({ type: 'value', name: trajectories.metric.replace('_', '-'), nameGap: 10, scale: true, min: range[0], max: range[1], axisLabel: Object.assign(label(), { showMinLabel: false, showMaxLabel: false, formatter: rounded }) }),
      series: series
    });
    element('trajectory-text').textContent = single
      ? text(view.example)
      : 'Run ' + trajectories.run + ', mean over the test examples that the simulators were fitted with. Bands: ± the deviation of the forecast’s error over them.';
  }

  function heat() {
    var map = data.maps[+element('influence-method').value || 0], cells = [];
    map.values.forEach(function (row, y) {
      row.forEach(function (v, x) { if (v !== null) cells.push([x, y, v]); });
    });
    var chart = element('influence-chart'), side = Math.max(7, Math.min(16, 620 / map.train.length));
    chart.style.height = Math.round(map.train.length * side + 130) + 'px';
    var bare = { axisLabel: { show: false }, splitLine: { show: false }, nameLocation: 'middle', nameGap: 10 };
    page.draw('influence-chart', {
      textStyle: { fontFamily: font },
      grid: { left: 34, right: 12, top: 12, bottom: 96 },
      tooltip: Object.assign(page.tooltip(), {
        formatter: function (p) {
          return '<b>' + p.value[2].toPrecision(3) + '</b> of<br>' + escape(shortened(text(map.train[p.value[1]]), 240)) +
            '<br><b>on</b><br>' + escape(shortened(text(map.test[p.value[0]]), 240));
        }
      }),
      visualMap: {
        min: -map.limit, max: map.limit, calculable: true, orient: 'horizontal', left: 'center', bottom: 4, itemHeight: 180, itemWidth: 12,
        precision: 2, text: ['helps', 'harms'], textStyle: label(),
        formatter: function (v) { return (+v).toPrecision(2); },
        inRange: { color: [colour('warm'), colour('card'), colour('accent')] }
      },
      xAxis: page.axis(Object.assign({ type: 'category', data: map.test, name: 'test examples, most helped first' }, bare)),
      yAxis: page.axis(Object.assign({ type: 'category', data: map.train, inverse: true, name: 'training examples, most helpful first' }, bare)),
      series: [{ type: 'heatmap', data: cells, animation: false, itemStyle: { borderColor: colour('card'), borderWidth: 0.5 }, emphasis: { itemStyle: { borderColor: colour('ink'), borderWidth: 1 } } }]
    });
    element('influence-text').textContent = (map.run ? 'Run ' + map.run + ': ' : '') + 'the ' + map.train.length + ' training and ' +
      map.test.length + ' test examples of the greatest absolute influence. Colours end where 98% of the values do.';
  }

  function ranks() {
    var select = element('influence-method'), chosen = select ? data.maps[+select.value || 0].method : null;
    document.querySelectorAll('.ranks').forEach(function (e) { e.hidden = chosen !== null && e.dataset.method !== chosen; });
  }

  function detection() {
    var styles = {
      random: { color: colour('soft'), width: 1.4, type: 'dotted' },
      ideal: { color: colour('soft'), width: 1.4, type: 'dashed' }
    };
    function percent(v) { return Math.round(100 * v) + '%'; }
    page.draw('detection-chart', {
      textStyle: { fontFamily: font },
      grid: { left: 8, right: 24, top: 58, bottom: 26, containLabel: true },
      legend: legend(),
      tooltip: Object.assign(page.tooltip(), {
        trigger: 'axis',
        formatter: function (rows) {
          return percent(rows[0].value[0]) + ' inspected' + rows.map(function (r) {
            return '<br>' + r.marker + escape(r.seriesName) + ' finds <b>' + percent(r.value[1]) + '</b>';
          }).join('');
        }
      }),
      xAxis: page.axis({ type: 'value', min: 0, max: 1, name: 'training examples inspected', nameLocation: 'middle', nameGap: 26, axisLabel: Object.assign(label(), { formatter: percent }) }),
      yAxis: page.axis({ type: 'value', min: 0, max: 1, name: 'wrong answers found', nameTextStyle: Object.assign(label(), { align: 'left' }), axisLabel: Object.assign(label(), { formatter: percent }) }),
      series: data.detection.map(function (c) {
        var style = styles[c.order] || { color: colourOf(c.method), width: 2.2 };
        return {
          name: c.method, type: 'line', showSymbol: false, animation: false, lineStyle: style, itemStyle: { color: style.color }, emphasis: { disabled: true },
          data: c.inspected.map(function (v, i) { return [v, c.found[i]]; })
        };
      })
    });
  }

  function cost() {
    var bars = data.cost.bars;
    // Bars of a logarithmic axis would stand on 1, so their logarithms stand on a power of ten below all.
    var base = Math.floor(Math.log10(Math.min.apply(null, bars.map(function (b) { return b.seconds; })))) - 1;
    element('cost-chart').style.height = 56 + 30 * bars.length + 'px';
    page.draw('cost-chart', {
      textStyle: { fontFamily: font },
      grid: { left: 8, right: 96, top: 8, bottom: 26, containLabel: true },
      tooltip: Object.assign(page.tooltip(), {
        formatter: function (p) {
          var bar = bars[p.dataIndex];
          return '<b>' + escape(bar.method) + '</b><br>' + escape(bar.time) + (bar.operations ? '<br>' + escape(bar.operations) + ' operations' : '');
        }
      }),
      xAxis: page.axis({ type: 'value', min: 0, minInterval: 1, name: 'seconds', nameLocation: 'middle', nameGap: 26, axisLabel: Object.assign(label(), { hideOverlap: true, formatter: function (v) { return String(+Math.pow(10, v + base).toPrecision(3)); } }) }),
      yAxis: page.axis({ type: 'category', inverse: true, data: bars.map(function (b) { return b.method; }), axisLabel: { color: colour('ink'), fontFamily: font } }),
      series: [{
        type: 'bar', barMaxWidth: 16, animation: false,
        data: bars.map(function (b) { return { value: Math.log10(b.seconds) - base, itemStyle: { color: colourOf(b.method), borderRadius: [0, 3, 3, 0] } }; }),
        label: { show: true, position: 'right', color: colour('ink'), fontFamily: font, formatter: function (p) { return bars[p.dataIndex].time; } }
      }]
    });
  }

  function all() {
    if (trajectories) trajectory();
    if (data.maps.length) heat();
    ranks();
    if (data.detection.length) detection();
    if (data.cost.bars.length) cost();
  }

  if (trajectories) {
    choices(element('trajectory-view'), trajectories.views.map(function (v) {
      return v.example === '' ? 'mean of all seen' : shortened(text(v.example), 70);
    }), trajectory);
    element('trajectory-bands').addEventListener('change', trajectory);
  }
  choices(element('influence-method'), data.maps.map(function (m) { return m.method; }), function () { heat(); ranks(); });
  return { all: all };
}
