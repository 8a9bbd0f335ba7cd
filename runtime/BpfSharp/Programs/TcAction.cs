namespace BpfSharp;

/// <summary>What becomes of a packet after a traffic control program (<c>TC_ACT_*</c>; TCX knows <c>TCX_NEXT</c>, <c>TCX_PASS</c>, <c>TCX_DROP</c>, <c>TCX_REDIRECT</c>).</summary>
public enum TcAction
{
    /// <summary>Clsact: as the filter's configured action says. The same number as <see cref="Next"/>.</summary>
    Unspec = -1,

    /// <summary>TCX: the next program of the hook decides; clsact: the next filter.</summary>
    Next = -1,

    /// <summary>Goes on. With TCX this ends the hook, clsact filters included.</summary>
    Ok = 0,

    /// <summary>Clsact: classification starts anew.</summary>
    Reclassify = 1,

    /// <summary>Dropped.</summary>
    Shot = 2,

    /// <summary>Clsact: the next action of the filter.</summary>
    Pipe = 3,

    /// <summary>Clsact: taken by the program; counts as consumed, not as dropped.</summary>
    Stolen = 4,

    /// <summary>Clsact: queued by the program.</summary>
    Queued = 5,

    /// <summary>Clsact: the action runs again.</summary>
    Repeat = 6,

    /// <summary>Goes where a redirect helper said.</summary>
    Redirect = 7,

    /// <summary>Clsact: in hardware to the CPU, in software as <see cref="Stolen"/>.</summary>
    Trap = 8,
}
