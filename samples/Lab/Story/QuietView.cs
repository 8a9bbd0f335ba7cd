using System;
using Spectre.Console.Rendering;

namespace BpfSharp.Samples;

/// <summary>For unattended runs: the steps as lines.</summary>
internal sealed class QuietView : ISampleView
{
    public void Say(string step) => Console.WriteLine(step);

    public void Update(Func<IRenderable> picture)
    {
        // Nobody looks.
    }
}
