using System;

namespace BpfSharp.Generator.Pipeline;

/// <summary>A result, or the message of an exception that our own code threw: one boundary, so that a bug here is a diagnostic and never a failed compiler.</summary>
internal readonly record struct Guarded<T>(T? Value, InternalError? Error)
    where T : class, IEquatable<T>
{
    /// <summary>False for what other items speak for.</summary>
    public bool IsSome => Value is not null || Error is not null;

    public static Guarded<T> Run(string subject, PlainLocation? location, Func<T?> work)
    {
        try
        {
            return new Guarded<T>(work(), null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new Guarded<T>(null, new InternalError(subject, $"{e.GetType().Name}: {e.Message} {FirstFrame(e)}", location));
        }
    }

    private static string FirstFrame(Exception e)
    {
        string trace = e.StackTrace ?? "";
        int end = trace.IndexOf('\n');
        return (end < 0 ? trace : trace.Substring(0, end)).Trim();
    }
}

/// <param name="Subject">Program class that was worked on.</param>
internal sealed record InternalError(string Subject, string Message, PlainLocation? Location);
