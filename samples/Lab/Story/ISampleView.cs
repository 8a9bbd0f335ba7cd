using System;
using Spectre.Console.Rendering;

namespace BpfSharp.Samples;

/// <summary>Shows a run to a person while it goes on. Used by the thread that tells the story.</summary>
public interface ISampleView
{
    /// <summary>The next step.</summary>
    void Say(string step);

    /// <summary>A moment at which the picture may be drawn anew; it is asked for only when it is time to.</summary>
    void Update(Func<IRenderable> picture);
}
