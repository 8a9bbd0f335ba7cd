using System;
using QuickStart.Traffic;

namespace QuickStart.View;

/// <summary>For unattended runs: the steps as lines.</summary>
internal sealed class QuietView : IProgressView
{
    public void Say(string what) => Console.WriteLine(what);

    public void Update(ITrafficPath path)
    {
    }
}
