namespace BpfSharp.Loader;

/// <summary>Where a program has been put.</summary>
/// <param name="FallbackReason">Why it did not become native mode; otherwise empty.</param>
internal sealed record XdpPlacement(IXdpAttachment Attachment, XdpMode Mode, string FallbackReason);
