namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>Plain classifiers: what they return is a class.</summary>
public static partial class ClassifierPrograms
{
    private static uint s_runs;

    /// <summary>Packets of 100 bytes and more to 1:20, of 60 to 99 to the filter's class, small ones to none.</summary>
    [TcProgram]
    public static TcAction ByLength(TcContext ctx)
    {
        s_runs++;
        if (ctx.Length >= 100)
            return TcClass.Of(1, 0x20);
        return ctx.Length >= 60 ? TcClass.OfFilter : TcClass.NoMatch;
    }
}
