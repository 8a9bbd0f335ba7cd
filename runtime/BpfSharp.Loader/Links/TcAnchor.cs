using System;

namespace BpfSharp.Loader;

/// <summary>A program or link beside which another one is put on the TCX or netkit hook.</summary>
public readonly record struct TcAnchor
{
    private TcAnchor(uint id, bool isLink)
    {
        Id = id;
        IsLink = isLink;
    }

    /// <summary>The kernel's id.</summary>
    public uint Id { get; }

    /// <summary>Whether it is a link's id; otherwise a program's.</summary>
    public bool IsLink { get; }

    /// <summary>A program by its id.</summary>
    public static TcAnchor Program(uint id) => new(id, isLink: false);

    /// <summary>A link by its id.</summary>
    public static TcAnchor Link(uint id) => new(id, isLink: true);

    /// <summary>A link of ours.</summary>
    /// <exception cref="ArgumentException">It is a filter on clsact, which has no place on the hook.</exception>
    public static TcAnchor Of(TcLink link)
    {
        ArgumentNullException.ThrowIfNull(link);
        return link.LinkId != 0 ? Link(link.LinkId) : throw new ArgumentException("A filter on clsact is no anchor: order filters by their priorities.", nameof(link));
    }
}
