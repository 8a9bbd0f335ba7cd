using System;
using System.Collections.Generic;
using System.Diagnostics;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BpfSharp.Samples;

/// <summary>A picture that is drawn anew ten times a second, the last steps below it.</summary>
internal sealed class LiveView(LiveDisplayContext display) : ISampleView
{
    private const int StepsShown = 6;

    private static readonly TimeSpan s_refresh = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch _sinceRefresh = Stopwatch.StartNew();
    private readonly Queue<string> _steps = new();
    private IRenderable _picture = new Text("");

    public void Say(string step)
    {
        _steps.Enqueue(step);
        if (_steps.Count > StepsShown)
            _steps.Dequeue();
        Draw();
    }

    public void Update(Func<IRenderable> picture)
    {
        if (_sinceRefresh.Elapsed < s_refresh)
            return;
        _sinceRefresh.Restart();
        _picture = picture();
        Draw();
    }

    private void Draw()
    {
        display.UpdateTarget(new Rows(_picture, new Text(string.Join('\n', _steps), new Style(Color.Grey))));
        display.Refresh();
    }
}
