using System;
using System.Globalization;
using System.Text.RegularExpressions;

namespace BpfSharp.Benchmarks.Ddos;

/// <summary>A receiver with something that drops, at the other end of a veth pair.</summary>
internal abstract class DropLane(string name) : IDisposable
{
    public string Name { get; } = name;

    public Receiver Place { get; private set; } = null!;

    public void Open(Receiver place)
    {
        Place = place;
        Prepare();
    }

    /// <summary>Puts signatures in the place of those before.</summary>
    public abstract void Use(FloodSignatures signatures);

    /// <summary>Packets that it has dropped since signatures were put there, by its own counters.</summary>
    public abstract long Dropped();

    public virtual void Dispose()
    {
    }

    protected abstract void Prepare();

    /// <summary>What a counter's line says.</summary>
    protected static long Number(Match match) => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
}
